import { LockMode, type EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { Work } from './work.entity.ts';

interface Change {
  workId: string;
  producer: { id: number; uuid: string };
  event: 'putUp' | 'takeDown' | 'remove';
  /** The process of its review is gone: nobody else removes a work that waits. */
  isReviewLost?: boolean;
  requestId: string;
}

/**
 * What a musician does to a work that nobody reviews: on the shelf, off it, or away. Refuses `unknown_work`, or
 * `unsupported` what its life does not allow.
 */
export async function changeWork(em: EntityManager, change: Change): Promise<Work> {
  const { workId, producer, event, isReviewLost = false, requestId } = change;
  const work = await em.findOne(
    Work,
    { id: workId, producer: producer.id, status: { $ne: 'DELETE' } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (!work) throw new DomainError('not_found', 'unknown_work');
  const before = work.status;
  if (before === 'WAITING' && !isReviewLost) throw new DomainError('conflict', 'unsupported', 'it is being reviewed');
  work.apply(event);
  await recordAudit(em, {
    realm: 'vfine',
    actor: producer.uuid,
    action: `work.${event}`,
    subject: `work:${workId}`,
    before,
    after: work.status,
    requestId,
  });
  return work;
}
