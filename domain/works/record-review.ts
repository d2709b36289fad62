import { LockMode, type EntityManager } from '@mikro-orm/core';
import { Audit } from '#domain/shared/audit.entity.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { actorOf } from '#domain/verification/decision.plan.ts';
import type { ReviewEnding } from './submission.plan.ts';
import { Work } from './work.entity.ts';

interface Run {
  workflowId?: string;
  runId?: string;
}

/** Only our own endpoint vouches for a person; nobody heard a song but the platform itself. */
function reviewerOf(musician: string, { event, ...said }: ReviewEnding): string {
  if (event === 'remove') return musician;
  if (event === 'reject') return 'song-ingest';
  return actorOf(musician, { event, ...said });
}

/** Ends the review of a work, once for each run; what has ended otherwise stays as it is. */
export async function recordReviewEnd(em: EntityManager, ending: ReviewEnding, run: Run): Promise<void> {
  const { workId, event, remark, requestId } = ending;
  const eventKey = `work:${workId}:review:${run.runId ?? requestId ?? event}`;
  const work = await em.findOne(Work, workId, { populate: ['producer'], lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!work || work.status !== 'WAITING' || (await em.count(Audit, { eventKey })) > 0) return;
  const before = work.status;
  work.apply(event);
  work.remarks = remark ?? '';
  await recordAudit(em, {
    eventKey,
    realm: 'vfine',
    actor: reviewerOf(work.producer.$.uuid, ending),
    action: `work.${event}`,
    subject: `work:${workId}`,
    before,
    after: work.status,
    ...run,
    ...(requestId && { requestId }),
  });
}
