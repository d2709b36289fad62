import type { Fen } from '#domain/shared/money.ts';

/** A movement of money at the provider, in either book. */
export interface Movement {
  key: string;
  fen: Fen;
  providerNumber?: string;
}

export interface Difference {
  kind: 'missing_here' | 'missing_there' | 'different_sum' | 'unreadable';
  key: string;
  ourFen: Fen | null;
  theirFen: Fen | null;
  providerNumber: string | null;
}

/** Stands for all that a day's bill may say. */
export const unreadableBill = (day: string): Difference => ({
  kind: 'unreadable',
  key: `bill:${day}`,
  ourFen: null,
  theirFen: null,
  providerNumber: null,
});

interface BilledMovement {
  kind: 'trade' | 'refund' | 'transfer' | 'fee' | 'other';
  number: string;
  refundNumber: string | null;
  fen: Fen;
}

/** Dashes of an id are a matter of taste; what comes back of a transfer has its number. */
export function billKeyOf({ kind, number, refundNumber, fen }: BilledMovement): string {
  const bare = (kind === 'refund' ? (refundNumber ?? number) : number).replaceAll('-', '');
  return `${kind === 'transfer' && fen > 0 ? 'return' : kind}:${bare}`;
}

/** How many days of bills one run compares before the next run goes on. */
export const daysAtATime = 31;

interface Books {
  /** What the day's bill names; the sums are all that bills have said of it so far. */
  theirs: readonly Movement[];
  /** Ours that the bill names, whenever they were booked. */
  named: readonly Movement[];
  /** Ours up to the day that no bill has named so far, each once. */
  unnamed: readonly Movement[];
}

/** What fits, and each thing that does not. */
export function compareBooks({ theirs, named, unnamed }: Books): { matched: number; found: Difference[] } {
  const ours = new Map(named.map((one) => [one.key, one.fen]));
  const found: Difference[] = [];
  for (const { key, fen: theirFen, providerNumber = null } of theirs) {
    const ourFen = ours.get(key);
    if (ourFen === undefined) found.push({ kind: 'missing_here', key, ourFen: null, theirFen, providerNumber });
    else if (ourFen !== theirFen) found.push({ kind: 'different_sum', key, ourFen, theirFen, providerNumber });
  }
  const matched = theirs.length - found.length;
  for (const { key, fen: ourFen } of unnamed)
    found.push({ kind: 'missing_there', key, ourFen, theirFen: null, providerNumber: null });
  return { matched, found };
}
