import type { BillRow } from '#domain/ports/payments.ts';

/** A trade as the provider's books have it. */
export interface BookedTrade {
  number: string;
  tradeNumber: string;
  fen: number;
  /** `offered`: there is a code that nobody has scanned. */
  state: 'offered' | 'waiting' | 'paid' | 'closed';
  /** How often it was paid. */
  captures: number;
  /** Sums given back, by their numbers. */
  refunds: ReadonlyMap<string, number>;
}

/** A transfer as the provider's books have it. */
export interface BookedTransfer {
  number: string;
  fen: number;
  state: 'dealing' | 'done' | 'failed';
}

/** The payment provider as buyers and judges see it: what really happened to the money. */
export interface Books {
  readonly trades: ReadonlyMap<string, BookedTrade>;
  readonly transfers: ReadonlyMap<string, BookedTransfer>;
  /** Trades that a buyer can go on with now. */
  payable(): readonly BookedTrade[];
  /** The buyer scans the code, or pays; nothing where there is nothing left to pay. */
  goOn(number: string): Promise<void>;
  /** The bills that were given, by their days. */
  bills(): ReadonlyMap<string, readonly BillRow[]>;
}

export const sum = (values: Iterable<number>): number => [...values].reduce((all, one) => all + one, 0);

/** What lies with the provider for us, fen; fees count when a bill has them. */
export function balanceOf({ trades, transfers, bills }: Books): number {
  const paid = [...trades.values()].filter(({ state }) => state === 'paid');
  const taken = sum(paid.map(({ fen, refunds }) => fen - sum(refunds.values())));
  const given = sum([...transfers.values()].filter(({ state }) => state === 'done').map(({ fen }) => fen));
  const fees = [...bills().values()].flat().filter(({ kind }) => kind === 'fee');
  return taken - given + sum(fees.map(({ fen }) => fen));
}
