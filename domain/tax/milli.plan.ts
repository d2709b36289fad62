import type { Fen } from '#domain/shared/money.ts';

/** Thousandths of a fen: every product of a whole fen and the percentages of the rules is a whole number of them. */
export type Milli = bigint;

export const milliOf = (fen: Fen): Milli => BigInt(fen) * 1000n;
export const yuan = (amount: number): Milli => BigInt(amount) * 100_000n;
export const percent = (of: Milli, rate: number): Milli => (of * BigInt(rate)) / 100n;

/** Half a fen goes up; the sum is at least 0. */
export const roundedFen = (milli: Milli): Fen => Number((milli + 500n) / 1000n);

/** The sum in yuan, exactly: at least two places, at most five. */
export function exactYuan(milli: Milli): string {
  const abs = milli < 0n ? -milli : milli;
  const places = String(abs % 100_000n)
    .padStart(5, '0')
    .replace(/0{1,3}$/, '');
  return `${milli < 0n ? '-' : ''}${abs / 100_000n}.${places}`;
}
