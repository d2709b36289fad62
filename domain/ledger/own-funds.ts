import type { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import type { Fen } from '#domain/shared/money.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { LedgerEntry } from './ledger.entity.ts';
import { post } from './post.ts';
import { topUpLines } from './postings.plan.ts';

interface TopUp {
  /** The provider's own number of the movement (账务流水号). */
  number: string;
  fen: Fen;
  at: Date;
}

/**
 * Books that the platform has put money of its own into its account at the provider, e.g. to pay back a buyer what a seller
 * has withdrawn already. Refuses `action_already_done` where the movement is booked.
 */
export async function bookTopUp(
  em: EntityManager,
  { number, fen, at }: TopUp,
  by: { actor: string; requestId: string },
): Promise<void> {
  const subject = `top-up:${number}`;
  if (await em.findOne(LedgerEntry, { eventKey: subject })) throw new DomainError('conflict', 'action_already_done');
  await post(em, { eventKey: subject, kind: 'top-up', subject, at, lines: topUpLines(fen) });
  await recordAudit(em, { realm: 'vfine', action: 'ledger.top-up', subject, after: String(fen), ...by });
}
