import type { Fen } from '#domain/shared/money.ts';
import { sellerAccount, type AccountCode, type Target } from './accounts.plan.ts';

/** One line of an entry: debit positive, credit negative. */
export interface Line<T extends Target = Target> {
  account: T;
  fen: Fen;
}

/** Lines of one account become one, nothing of nothing is left out, and the order is always the same. */
export function merged<T extends Target>(lines: readonly Line<T>[]): Line<T>[] {
  const sums = new Map<T, Fen>();
  for (const { account, fen } of lines) sums.set(account, (sums.get(account) ?? 0) + fen);
  return [...sums]
    .filter(([, fen]) => fen !== 0)
    .map(([account, fen]) => ({ account, fen }))
    .toSorted((a, b) => (a.account < b.account ? -1 : 1));
}

/** Faults of whoever made the lines; the database refuses the same. */
export function requireBalanced(lines: readonly Line[]): void {
  if (lines.length < 2) throw new Error('an entry has at least two lines');
  if (!lines.every(({ fen }) => Number.isSafeInteger(fen))) throw new Error('a line is a whole number of fen');
  const sum = lines.reduce((total, { fen }) => total + BigInt(fen), 0n);
  if (sum !== 0n) throw new Error(`the lines of an entry sum to ${sum}, not to 0`);
}

/** What a seller may withdraw and what a seller owes, both at least 0; never both at once. */
export interface SellerStanding {
  payable: Fen;
  receivable: Fen;
}

/**
 * Shares a line about a seller as a whole: income pays what the seller owes first, and what is taken back beyond the
 * balance is owed from then on.
 */
export function shareOf(sellerUuid: string, fen: Fen, { payable, receivable }: SellerStanding): Line<AccountCode>[] {
  const fromReceivable = fen < 0 ? Math.max(fen, 0 - receivable) : Math.max(0, fen - payable);
  return [
    { account: sellerAccount('seller-receivable', sellerUuid), fen: fromReceivable },
    { account: sellerAccount('seller-payable', sellerUuid), fen: fen - fromReceivable },
  ];
}
