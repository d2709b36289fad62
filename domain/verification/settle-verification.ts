import { LockMode, type EntityManager } from '@mikro-orm/core';
import { tellOutcome } from '#domain/accounts/messages.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { requireAnother } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Run } from '#domain/shared/record-audit.ts';
import { whoActs } from '#domain/shared/vouching.ts';
import { messageKeyOf, musicianTypeOf, verificationEventOf, type Outcome } from './application.plan.ts';
import { auditEnding } from './audit-ending.ts';
import { removeCards } from './card-pictures.ts';
import { Verification } from './verification.entity.ts';
import { verificationMachine, type VerificationState } from './verification.machine.ts';

/**
 * Ends an application, makes a musician where it is approved, and audits who did; undefined where the account is gone, or it
 * has ended already. Refuses `same_person`.
 */
export async function settleVerification(
  em: EntityManager,
  { verificationId: id, ...ending }: Outcome,
  { now, secrets, run }: { now: Date; secrets: Secrets; run: Run },
): Promise<Verification | undefined> {
  const row = await em.findOne(Verification, { id }, { populate: ['user'], lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row || verificationMachine.isFinal(row.status)) return undefined;
  const applicant = row.user.unwrap();
  const { by } = whoActs(secrets, `verification:${id}`, ending.event, ending);
  if (ending.event !== 'withdraw') requireAnother(by, applicant.uuid);
  const before = row.status;
  row.settle(ending.event, ending.remark, now);
  if (row.status === 'APPROVED') {
    applicant.type = 'MUSICIAN';
    applicant.musicianType = musicianTypeOf(row.occupations);
  }
  const matter = { noun: 'verification', id, before, after: row.status };
  await auditEnding(em, matter, ending, { secrets, run });
  return row;
}

/** Ends an application whose process is gone, tells the applicant and removes the pictures; refuses `action_already_done` where it waits no longer. */
export async function settleLostVerification(
  em: EntityManager,
  outcome: Outcome,
  { clock, secrets, storage }: { clock: Clock; secrets: Secrets; storage: FileStorage },
): Promise<VerificationState> {
  const row = await settleVerification(em, outcome, { now: clock.now(), secrets, run: {} });
  if (!row) throw new DomainError('conflict', 'action_already_done');
  const { id, user, status } = row;
  const key = messageKeyOf(status);
  if (key) await tellOutcome(em, user.unwrap(), { eventKey: verificationEventOf(id), key, remark: outcome.remark });
  await removeCards(em, { storage, secrets }, user.unwrap().uuid);
  return status;
}
