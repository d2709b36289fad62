import type { Fen } from '#domain/shared/money.ts';
import { begin, nextNumber, openPage, pay, tradeOf } from './bank.ts';
import { createFaults, type Control } from './faults.ts';
import { contentIn, linksOf, methodsOf, type Params } from './gateway.ts';
import type { StandInKeys } from './keys.ts';
import { Notifier } from './notices.ts';
import { said, type BizContent, type Said } from './say.ts';
import { createSignatures } from './signature.ts';
import { openState, type Trade } from './state.ts';

export interface StandInOptions {
  keys: StandInKeys;
  appId: string;
  sellerId: string;
  /** Where it keeps what it knows; none: in memory. */
  file?: string;
  /** What lies in the account at the very first; none: always enough. */
  funds?: Fen;
  /** How much faster than Alipay's own the schedule of notifications runs. */
  speed?: number;
  /** Gives out the bill of a day that is not over. */
  earlyBills?: boolean;
  now?: () => number;
}

interface Obeyed {
  paid?: boolean;
  /** Numbers of the movements. */
  toppedUp?: string;
  drawn?: string;
  pending: number;
}

const marksOf = (trade: Trade | undefined): string =>
  trade ? `${trade.status} ${trade.paidAt ?? ''} ${trade.refunds.length}` : '';

/** What the stand-in knows and does, whoever asks: a program by a call, or a buyer in the browser. */
export class Office {
  readonly #appId: string;
  readonly #earlyBills: boolean;
  readonly #store: ReturnType<typeof openState>;
  readonly faults = createFaults();
  readonly signatures: ReturnType<typeof createSignatures>;
  readonly notifier: Notifier;
  readonly now: () => number;

  constructor({ keys, appId, sellerId, file, funds, speed = 1, earlyBills = false, now = Date.now }: StandInOptions) {
    this.#appId = appId;
    this.#earlyBills = earlyBills;
    this.#store = openState(file, funds);
    this.now = now;
    this.signatures = createSignatures(keys);
    const { state, save } = this.#store;
    const sign = this.signatures.signNotice;
    this.notifier = new Notifier({ state, save, merchant: { appId, sellerId }, now, speed, sign });
  }

  get state() {
    return this.#store.state;
  }

  /** Why a request is not looked at: it is not the app's, or nobody can read it. */
  refusalOf(params: Params): Said | undefined {
    if (params['app_id'] !== this.#appId) return said('40002', 'isv.invalid-app-id');
    if (!this.signatures.isSignedByApp(params)) return said('40002', 'isv.invalid-signature');
    const fault = this.signatures.certificateFault(params);
    if (fault) return said('40002', fault);
    return contentIn(params) ? undefined : said('40002', 'isv.invalid-parameter');
  }

  /** Does what a call asks for. `base` is where the stand-in is reached. */
  carryOut(method: string, params: Params, base: string): Said {
    const call = methodsOf(base, this.#earlyBills)[method];
    if (!call) return said('40002', 'isv.invalid-method');
    const content: BizContent = contentIn(params) ?? {};
    return this.#observed(content['out_trade_no'], () => call(this.state, content, this.now(), params));
  }

  /** Opens the cashier: the trade, or the refusal. */
  openPage(params: Params): Trade | Said {
    const refusal = this.refusalOf(params);
    if (refusal) return refusal;
    const opened = openPage(this.state, contentIn(params) ?? {}, linksOf(params), this.now());
    this.#store.save();
    return opened;
  }

  trade(number: string): Trade | undefined {
    return tradeOf(this.state, number, this.now());
  }

  /** Somebody scans a code; undefined where there is none, false where it is too late. */
  scan(code: string): Trade | false | undefined {
    const offer = Object.values(this.state.offers).find((one) => one.code === code);
    if (!offer) return undefined;
    if (!this.state.trades[offer.number] && offer.expiresAt <= this.now()) return false;
    const trade = begin(this.state, offer, this.now());
    this.#store.save();
    return trade;
  }

  /** Somebody pays; false where there is nothing to pay. */
  pay(number: string): boolean {
    const offer = this.state.offers[number];
    if (offer) this.scan(offer.code);
    return this.#observed(number, () => pay(this.state, number, this.now()));
  }

  /** Misbehaves as it is told. */
  obey({ faults, calm, notices, release, pay: number, funds, topUp, draw, feeRate, bill }: Control): Obeyed {
    if (calm) this.faults.clear();
    if (faults) this.faults.add(faults);
    if (notices) this.notifier.behave(notices);
    if (funds !== undefined) this.state.funds = funds;
    if (feeRate !== undefined) this.state.feeRate = feeRate;
    if (bill) Object.assign(this.state.billFaults, bill);
    if (release) this.notifier.release();
    const toppedUp = topUp === undefined ? undefined : this.#moveOwn(topUp);
    const drawn = draw === undefined ? undefined : this.#moveOwn(-draw);
    const paid = number === undefined ? undefined : this.pay(number);
    this.#store.save();
    const pending = this.state.pending.length;
    return { ...(paid !== undefined && { paid }), ...(toppedUp && { toppedUp }), ...(drawn && { drawn }), pending };
  }

  /** Puts money of the merchant's own into the account, or draws it out; answers the movement's number. */
  #moveOwn(fen: Fen): string {
    const at = this.now();
    const number = nextNumber(this.state, at);
    this.state.topUps.push({ number, fen, at });
    return number;
  }

  /** Tells the merchant of whatever the act has done to a trade that was paid. */
  #observed<T>(number: unknown, act: () => T): T {
    const find = () => (typeof number === 'string' ? this.trade(number) : undefined);
    const before = marksOf(find());
    const outcome = act();
    const trade = find();
    if (trade && trade.paidAt !== undefined && marksOf(trade) !== before) this.notifier.tell(trade);
    this.#store.save();
    return outcome;
  }
}
