import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { Secrets } from '#domain/ports/secrets.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { recordAudit, type Run } from '#domain/shared/record-audit.ts';
import { whoEnded } from '#domain/verification/who-ended.ts';
import type { ReviewEnding } from './submission.plan.ts';
import { Work } from './work.entity.ts';

/** Nobody heard a song but the platform itself. */
function reviewerOf(secrets: Secrets, applicant: string, ending: ReviewEnding): string {
  if (ending.event === 'remove') return applicant;
  if (ending.event === 'reject') return 'song-ingest';
  return whoEnded(secrets, { subject: `work:${ending.workId}`, applicant }, ending);
}

/** Ends the review of a work, once for each run where one ends it; what has ended otherwise stays as it is. */
export async function recordReviewEnd(
  em: EntityManager,
  secrets: Secrets,
  ending: ReviewEnding,
  run: Run,
): Promise<void> {
  const { workId, event, remark, requestId } = ending;
  const eventKey = run.runId && `work:${workId}:review:${run.runId}`;
  const work = await em.findOne(Work, workId, { populate: ['producer'], lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!work || work.status !== 'WAITING') return;
  if (eventKey && (await em.count(Audit, { eventKey })) > 0) return;
  const before = work.status;
  work.apply(event);
  work.remarks = remark ?? '';
  await recordAudit(em, {
    ...(eventKey && { eventKey }),
    realm: 'vfine',
    actor: reviewerOf(secrets, work.producer.$.uuid, ending),
    action: `work.${event}`,
    subject: `work:${workId}`,
    before,
    after: work.status,
    ...run,
    ...(requestId && { requestId }),
  });
}
