import { DomainError } from './errors.ts';

/** Whole fen (1/100 yuan); never a float. */
export type Fen = number;

/** Parses a decimal yuan amount with at most two places, e.g. `"100.00"` → 10000 fen; refuses anything else. */
export function fenOf(yuan: string | number): Fen {
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(String(yuan));
  if (!match) throw new DomainError('invalid', 'invalid_value', 'money is a positive number with at most 2 decimals');
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** Formats fen as yuan with two places, e.g. 8900 → `"89.00"`. */
export function yuanOf(fen: Fen): string {
  const sign = fen < 0 ? '-' : '';
  const abs = Math.abs(fen);
  return `${sign}${Math.trunc(abs / 100)}.${String(abs % 100).padStart(2, '0')}`;
}
