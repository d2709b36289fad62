import { randomBytes } from 'node:crypto';
import { yuanOf } from '#domain/shared/money.ts';
import { chinaTime } from '../wire.ts';
import type { Notices } from './faults.ts';
import { refundedOf } from './bank.ts';
import type { BankState, Pending, Trade } from './state.ts';

const minute = 60_000;
const hour = 60 * minute;
/** Pauses between the eight deliveries. */
const pauses = [4 * minute, 10 * minute, 10 * minute, hour, 2 * hour, 6 * hour, 15 * hour];
const patienceMs = 10_000;

interface Merchant {
  appId: string;
  sellerId: string;
}

const idOf = (): string => randomBytes(17).toString('hex');

function fieldsOf(trade: Trade, { appId, sellerId }: Merchant, now: number): Record<string, string> {
  const refunded = refundedOf(trade);
  const time = chinaTime(new Date(now));
  return {
    notify_type: 'trade_status_sync',
    charset: 'utf-8',
    version: '1.0',
    app_id: appId,
    seller_id: sellerId,
    out_trade_no: trade.number,
    trade_no: trade.tradeNo,
    trade_status: trade.status,
    total_amount: yuanOf(trade.fen),
    subject: trade.subject,
    gmt_create: chinaTime(new Date(trade.createdAt)),
    ...(trade.paidAt !== undefined && { gmt_payment: chinaTime(new Date(trade.paidAt)) }),
    ...(refunded > 0 && { refund_fee: yuanOf(refunded), gmt_refund: time }),
  };
}

interface Deps {
  state: BankState;
  merchant: Merchant;
  now(): number;
  /** How much faster than the real one the schedule runs. */
  speed: number;
  sign(fields: Record<string, string>): Record<string, string>;
  save(): void;
}

/** True where the merchant has answered with exactly `success`. */
async function deliver(url: string, fields: Record<string, string>): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    return answer.status === 200 && (await answer.text()) === 'success';
  } catch {
    return false;
  }
}

/** Tells the merchant what has become of a trade, as often as it takes, eight times at most. */
export class Notifier {
  readonly #deps: Deps;
  #notices: Notices = { mode: 'normal', ms: 0 };
  #timer: NodeJS.Timeout | undefined;
  #isBusy = false;
  #isClosed = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  behave(notices: Notices): void {
    this.#notices = notices;
  }

  /** Something has become of the trade. */
  tell(trade: Trade): void {
    const { state, merchant, now } = this.#deps;
    const { mode, ms } = this.#notices;
    if (!trade.notifyUrl || mode === 'lost') return;
    const dueAt = now() + (mode === 'late' ? ms : 0);
    const one = { notifyId: idOf(), url: trade.notifyUrl, fields: fieldsOf(trade, merchant, now()), tries: 0, dueAt };
    state.pending.push({ ...one, ...(mode === 'held' && { held: true }) });
    if (mode === 'twice') state.pending.push({ ...one });
    this.wake();
  }

  /** Lets go what was held, the last one first. */
  release(): void {
    const { state, now } = this.#deps;
    state.pending.reverse();
    for (const one of state.pending) Object.assign(one, { held: false, dueAt: now() });
    this.wake();
  }

  /** Sends what is due when it is due. */
  wake(): void {
    clearTimeout(this.#timer);
    const { state, now } = this.#deps;
    const due = state.pending.filter(({ held }) => !held).map(({ dueAt }) => dueAt);
    if (due.length === 0 || this.#isClosed || this.#isBusy) return;
    this.#timer = setTimeout(() => void this.#run(), Math.max(0, Math.min(...due) - now()));
    this.#timer.unref();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    const { state, now, save } = this.#deps;
    this.#isBusy = true;
    for (const one of state.pending.filter(({ held, dueAt }) => !held && dueAt <= now())) await this.#send(one);
    this.#isBusy = false;
    save();
    this.wake();
  }

  async #send(one: Pending): Promise<void> {
    const { state, now, speed, sign } = this.#deps;
    const notify_time = chinaTime(new Date(now()));
    const isTaken = await deliver(one.url, sign({ ...one.fields, notify_id: one.notifyId, notify_time }));
    const pause = pauses[one.tries];
    one.tries++;
    if (isTaken || pause === undefined) state.pending = state.pending.filter((other) => other !== one);
    else one.dueAt = now() + pause / speed;
  }
}
