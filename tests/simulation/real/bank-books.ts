import type { BankState, Trade } from '#adapters/alipay/stand-in/state.ts';
import type { StandInBank } from '#tests/kit/stand-in-bank.ts';
import type { BookedTrade, BookedTransfer, Books } from '../books.ts';

function stateOf({ status, paidAt, expiresAt }: Trade): BookedTrade['state'] {
  if (paidAt !== undefined) return 'paid';
  return status === 'WAIT_BUYER_PAY' && Date.now() < expiresAt ? 'waiting' : 'closed';
}

const byNumber = <T extends { number: string }>(rows: T[]): Map<string, T> =>
  new Map(rows.map((one) => [one.number, one]));

/** The books of the stand-in, as they were when they were last read; codes are scanned and paid at its doors. */
export class BankBooks implements Books {
  trades: ReadonlyMap<string, BookedTrade> = new Map();
  transfers: ReadonlyMap<string, BookedTransfer> = new Map();
  readonly #bank: StandInBank;
  readonly #captures = new Map<string, number>();
  readonly #former = new Set<string>();

  constructor(bank: StandInBank) {
    this.#bank = bank;
  }

  read(ledger: string): void {
    const { offers, trades, transfers } = JSON.parse(ledger) as BankState;
    const offered = Object.values(offers)
      .filter(({ number }) => !trades[number])
      .map(({ number, fen }) => ({ number, tradeNumber: '', fen, state: 'offered' as const, refunds: new Map() }));
    const begun = Object.values(trades).map((trade) => {
      const { number, tradeNo: tradeNumber, fen, refunds } = trade;
      const given = new Map(refunds.map((one) => [one.number, one.fen]));
      return { number, tradeNumber, fen, state: stateOf(trade), refunds: given };
    });
    const capturesOf = ({ number, state }: Pick<BookedTrade, 'number' | 'state'>) =>
      Math.max(this.#captures.get(number) ?? 0, Number(state === 'paid'));
    this.trades = byNumber([...offered, ...begun].map((one) => ({ ...one, captures: capturesOf(one) })));
    const moved = Object.values(transfers).map(({ number, fen, outcome, settlesAt }) => {
      const state = Date.now() < settlesAt ? 'dealing' : outcome === 'SUCCESS' ? 'done' : 'failed';
      return { number, fen, state } as const;
    });
    this.transfers = byNumber(moved);
  }

  /** A new story begins: nobody goes on with what was left unpaid in the former ones. */
  turn(): void {
    for (const number of this.trades.keys()) this.#former.add(number);
  }

  payable(): BookedTrade[] {
    const all = [...this.trades.values()].filter(({ number }) => !this.#former.has(number));
    return all.filter(({ state }) => state === 'offered' || state === 'waiting');
  }

  async goOn(number: string): Promise<void> {
    if (this.trades.get(number)?.state === 'offered') {
      const { code } = this.#bank.books().offers[number] ?? {};
      await fetch(`${this.#bank.origin()}/qr/${code}`, { redirect: 'manual' });
      return;
    }
    const { paid } = await this.#bank.control({ pay: number });
    if (paid) this.#captures.set(number, (this.#captures.get(number) ?? 0) + 1);
  }

  /** None was given: a story ends on the day on which it began. */
  bills = (): ReadonlyMap<string, never[]> => new Map();
}
