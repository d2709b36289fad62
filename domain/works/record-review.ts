import { randomUUID } from 'node:crypto';
import { LockMode, type EntityManager } from '@mikro-orm/core';
import { tellOutcome } from '#domain/accounts/messages.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit, type Run } from '#domain/shared/record-audit.ts';
import { whoEnded } from '#domain/verification/who-ended.ts';
import { reviewKeyOf, type ReviewEnding } from './submission.plan.ts';
import { Work } from './work.entity.ts';
import { worksReviewMachine } from './work.machine.ts';

/** Nobody heard a song but the platform itself. */
const reviewerOf = (secrets: Secrets, work: Work, ending: ReviewEnding): string =>
  ending.event === 'reject' ? 'song-ingest' : whoEnded(secrets, work.matter(), ending);

/** Ends the review of a work, once for each run where one ends it; undefined where it has ended otherwise, and stays as it is. */
export async function recordReviewEnd(
  em: EntityManager,
  secrets: Secrets,
  ending: ReviewEnding,
  run: Run,
): Promise<Work | undefined> {
  const { workId, event, remark, requestId } = ending;
  const eventKey = run.runId && `work:${workId}:review:${run.runId}`;
  const work = await em.findOne(Work, workId, { populate: ['producer'], lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!work || work.status !== 'WAITING') return undefined;
  if (eventKey && (await em.count(Audit, { eventKey })) > 0) return undefined;
  const before = work.status;
  work.apply(event);
  work.remarks = remark ?? '';
  await recordAudit(em, {
    ...(eventKey && { eventKey }),
    realm: 'vfine',
    actor: reviewerOf(secrets, work, ending),
    action: `work.${event}`,
    subject: `work:${workId}`,
    before,
    after: work.status,
    ...run,
    ...(requestId && { requestId }),
  });
  return work;
}

/** Whether a work is deleted, or gone with its musician. */
export const isDeleted = async (em: EntityManager, workId: string): Promise<boolean> =>
  (await em.count(Work, { id: workId, status: { $ne: 'DELETE' } })) === 0;

/**
 * Ends a review whose process is gone and tells the musician. Refuses `action_already_done` where the work waits no longer,
 * and `unsupported` to approve a song that was still to be heard.
 */
export async function endLostReview(em: EntityManager, secrets: Secrets, ending: ReviewEnding): Promise<void> {
  const work = await recordReviewEnd(em, secrets, ending, {});
  if (!work) throw new DomainError('conflict', 'action_already_done');
  const { event, remark } = ending;
  if (event === 'approve' && work.ingest === 'WAITING')
    throw new DomainError('conflict', 'unsupported', 'not heard yet');
  const key = reviewKeyOf(worksReviewMachine.next('WAITING', event), event);
  const eventKey = `work:${work.id}:${randomUUID()}`;
  if (key) await tellOutcome(em, work.producer.unwrap(), { eventKey, key, remark });
}
