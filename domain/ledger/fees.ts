import type { EntityManager } from '@mikro-orm/core';
import type { Fen } from '#domain/shared/money.ts';
import { postAll, type Posting } from './post.ts';
import { feeLines } from './postings.plan.ts';

interface Fee {
  /** Names the movement, by the provider's own number of it: `fee:<number>`. */
  key: string;
  /** What came in; what went out is negative. */
  fen: Fen;
  at: Date;
}

/** Books fees that the provider's bill has. */
export async function bookFees(em: EntityManager, fees: readonly Fee[]): Promise<void> {
  const postings = fees.map(({ key, fen, at }): Posting => {
    const kind = fen < 0 ? 'provider-fee' : 'provider-fee-returned';
    return { eventKey: key, kind, subject: key, at, lines: feeLines(fen) };
  });
  await postAll(em, postings);
}
