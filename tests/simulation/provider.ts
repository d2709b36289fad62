import type { PaymentNotification, Payments, TransferFacts, Unknown } from '#domain/ports/payments.ts';
import { Bills } from './bills.ts';
import { balanceOf, type BookedTrade, type BookedTransfer, type Books } from './books.ts';
import type { Random } from './random.ts';

const share = {
  lostRequest: 0.08,
  lostReply: 0.1,
  systemError: 0.04,
  refundRefused: 0.05,
  transferDealing: 0.4,
  transferFailed: 0.15,
};
const grace = 120_000; // ms that the provider's clock is behind ours

interface Trade extends BookedTrade {
  expiresAt: number;
  paidAt: number;
  refunds: Map<string, number>;
}

interface Transfer extends BookedTransfer {
  providerNumber: string;
  at: number;
}

interface Notice {
  fields: Record<string, string>;
  timesLeft: number;
}

/**
 * A payment provider in the process, as strict as the real one and as unreliable: requests and answers are lost, it fails
 * by itself, its notifications come late, twice, in any order or never. What it does is decided by the story's choices.
 */
export class SimulatedProvider implements Payments, Books {
  readonly trades = new Map<string, Trade>();
  readonly transfers = new Map<string, Transfer>();
  readonly notices: Notice[] = [];
  readonly #billing: Bills;
  readonly #random: Random;
  readonly #now: () => number;
  readonly #count: (fault: string) => void;
  #numbers = 0;

  constructor(random: Random, now: () => number, count: (fault: string) => void) {
    [this.#random, this.#now, this.#count] = [random, now, count];
    this.#billing = new Bills(random, now, count);
  }

  /** Does something, or not, and says so, or not. */
  async #call<T>(work: () => T): Promise<T | Unknown> {
    const luck = this.#random.next();
    if (luck < share.lostRequest) return this.#unknown('provider: request lost');
    if (luck < share.lostRequest + share.systemError) {
      if (this.#random.chance(0.5)) work();
      return this.#unknown('provider: SYSTEM_ERROR');
    }
    const answer = work();
    if (luck > 1 - share.lostReply) return this.#unknown('provider: answer lost');
    return answer;
  }

  #unknown(fault: string): Unknown {
    this.#count(fault);
    return { state: 'unknown', reason: fault };
  }

  openTrade({ number, fen, expiresAt }: Parameters<Payments['openTrade']>[0]): ReturnType<Payments['openTrade']> {
    return this.#call(() => {
      const known = this.trades.get(number);
      if (known && known.fen !== fen) throw new Error('a trade is opened again for another sum');
      if (known?.state === 'paid') return { state: 'refused', code: 'ACQ.TRADE_HAS_SUCCESS' } as const;
      if (known?.state === 'closed') return { state: 'refused', code: 'ACQ.TRADE_HAS_CLOSE' } as const;
      const tradeNumber = `T${String(++this.#numbers).padStart(6, '0')}`;
      const fresh = {
        number,
        tradeNumber,
        fen,
        expiresAt: expiresAt.getTime(),
        state: 'offered',
        paidAt: 0,
        captures: 0,
      } as const;
      if (!known) this.trades.set(number, { ...fresh, refunds: new Map() });
      return { state: 'open', payUrl: `https://pay.example/${number}`, qrCode: `qr:${number}` } as const;
    });
  }

  queryTrade(number: string): ReturnType<Payments['queryTrade']> {
    return this.#call(() => {
      const trade = this.trades.get(number);
      if (!trade || trade.state === 'offered') return { state: 'absent' } as const;
      const { state, tradeNumber, fen, paidAt } = trade;
      return state === 'paid' ? { state, tradeNumber, fen, paidAt: new Date(paidAt) } : { state };
    });
  }

  closeTrade(number: string): ReturnType<Payments['closeTrade']> {
    return this.#call(() => {
      const trade = this.trades.get(number);
      if (!trade || trade.state === 'offered') return { state: 'absent' } as const;
      if (trade.state === 'paid') return { state: 'not_closable' } as const;
      trade.state = 'closed';
      return { state: 'closed' } as const;
    });
  }

  refund({ number, refundNumber, fen }: Parameters<Payments['refund']>[0]): ReturnType<Payments['refund']> {
    return this.#call(() => {
      const trade = this.trades.get(number);
      if (trade?.state !== 'paid') return { state: 'refused', code: 'ACQ.TRADE_STATUS_ERROR' } as const;
      const known = trade.refunds.get(refundNumber);
      if (known === fen) return { state: 'done' } as const;
      if (known !== undefined) return { state: 'refused', code: 'ACQ.DISCORDANT_REPEAT_REQUEST' } as const;
      const given = [...trade.refunds.values()].reduce((sum, one) => sum + one, 0);
      if (given + fen > trade.fen) return { state: 'refused', code: 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL' } as const;
      if (this.#spare() < fen || this.#random.chance(share.refundRefused)) {
        this.#count('provider: no funds');
        return { state: 'refused', code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' } as const;
      }
      trade.refunds.set(refundNumber, fen);
      this.#billing.note({
        kind: 'refund',
        providerNumber: trade.tradeNumber,
        number,
        refundNumber,
        fen: -fen,
        at: this.#date(),
      });
      return { state: 'done' } as const;
    });
  }

  queryRefund({ number, refundNumber }: Parameters<Payments['queryRefund']>[0]): ReturnType<Payments['queryRefund']> {
    return this.#call(() => {
      const fen = this.trades.get(number)?.refunds.get(refundNumber);
      return fen === undefined ? ({ state: 'absent' } as const) : ({ state: 'done', fen } as const);
    });
  }

  readNotification({ payload = '', sign }: Readonly<Record<string, string>>): PaymentNotification | undefined {
    return sign === 'genuine' ? (JSON.parse(payload) as PaymentNotification) : undefined;
  }

  transfer({ number, fen }: Parameters<Payments['transfer']>[0]): ReturnType<Payments['transfer']> {
    return this.#call(() => {
      const known = this.transfers.get(number);
      if (known && known.fen !== fen) throw new Error('a transfer is sent again with another sum');
      if (known) return factsOf(known);
      const luck = this.#random.next();
      const isShort = this.#spare() < fen;
      const state = isShort
        ? 'failed'
        : luck < share.transferDealing
          ? 'dealing'
          : luck > 1 - share.transferFailed
            ? 'failed'
            : 'done';
      const made: Transfer = { number, providerNumber: `P${++this.#numbers}`, fen, at: this.#now(), state };
      this.transfers.set(number, made);
      if (state === 'done') this.#billTransfer(made);
      return factsOf(made);
    });
  }

  queryTransfer(number: string): ReturnType<Payments['queryTransfer']> {
    return this.#call((): TransferFacts => {
      const known = this.transfers.get(number);
      return known ? factsOf(known) : { state: 'absent' };
    });
  }

  dailyBill(date: string): ReturnType<Payments['dailyBill']> {
    return this.#call(() => this.#billing.of(date));
  }

  bills = (): Bills['given'] => this.#billing.given;

  /** What it lets go: what was charged is gone, whether or not a bill has it. */
  #spare = (): number => balanceOf(this) + this.#billing.unbilled();

  #date = (): Date => new Date(this.#now());

  #billTransfer({ providerNumber, number, fen }: Transfer): void {
    this.#billing.note({ kind: 'transfer', providerNumber, number, refundNumber: null, fen: -fen, at: this.#date() });
  }

  payable(): Trade[] {
    const open = [...this.trades.values()].filter(({ state }) => state === 'offered' || state === 'waiting');
    return open.filter(({ expiresAt }) => this.#now() < expiresAt + grace);
  }

  async goOn(number: string): Promise<void> {
    const trade = this.payable().find((one) => one.number === number);
    if (!trade) return;
    if (trade.state === 'offered') {
      trade.state = 'waiting';
      return;
    }
    trade.state = 'paid';
    trade.paidAt = this.#now();
    trade.captures++;
    const { tradeNumber: providerNumber, fen } = trade;
    this.#billing.note({ kind: 'trade', providerNumber, number, refundNumber: null, fen, at: this.#date() });
    this.#notify(trade);
  }

  #notify({ number, tradeNumber, fen }: Trade): void {
    if (this.#random.chance(0.3)) return this.#count('notification lost');
    const notification: PaymentNotification = {
      notifyId: `N${++this.#numbers}`,
      number,
      tradeNumber,
      status: 'TRADE_SUCCESS',
      fen,
    };
    const timesLeft = this.#random.between(1, 3);
    if (timesLeft > 1) this.#count('notification sent again');
    this.notices.push({ fields: { payload: JSON.stringify(notification), sign: 'genuine' }, timesLeft });
  }

  /** A transfer that is being dealt with comes to its end. */
  dealWith(transfer: Transfer): void {
    transfer.state = this.#spare() >= transfer.fen && this.#random.chance(0.8) ? 'done' : 'failed';
    transfer.at = this.#now();
    if (transfer.state === 'done') this.#billTransfer(transfer);
  }

  dealing = (): Transfer[] => [...this.transfers.values()].filter(({ state }) => state === 'dealing');
}

function factsOf({ state, providerNumber, at }: Transfer): Exclude<TransferFacts, { state: 'absent' } | Unknown> {
  if (state === 'done') return { state, providerNumber, at: new Date(at) };
  return state === 'failed' ? { state, code: 'PAYEE_NOT_EXIST' } : { state };
}
