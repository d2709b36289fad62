import type { EntityManager } from '@mikro-orm/core';
import type { Flows } from '#api/kernel/flows.ts';
import { isRunningAlready } from '#api/kernel/flows.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { Actor } from '#domain/shared/actor.ts';
import { DomainError, isRefusal } from '#domain/shared/errors.ts';
import { hasRole } from '#domain/shared/actor.ts';
import { changeWork } from '#domain/works/change-work.ts';
import { findOwnWork } from '#domain/works/find-works.ts';
import { endLostReview } from '#domain/works/record-review.ts';
import type { ReviewEnding, Submission } from '#domain/works/submission.plan.ts';
import type { Work } from '#domain/works/work.entity.ts';
import type { WorkState } from '#domain/works/work.machine.ts';
import { remove, resubmit, review, withdraw, worksReview, worksReviewOf } from '#workflows/works-review/contract.ts';
import { actingOn } from './acting.ts';
import { askOrSettle } from './ask-or-settle.ts';

interface Asked {
  em: EntityManager;
  actor: Actor;
  flows: Flows;
  isRetry: boolean;
  request: { id: string };
  ports: { secrets: Secrets };
}

/** Hands in a work or a change of one: its review begins, or goes on with what is new. */
export async function submitWork(flows: Flows, submission: Submission): Promise<void> {
  try {
    await flows.begin(worksReview, submission);
  } catch (error) {
    if (!isRunningAlready(error)) throw error;
    await resubmitWork(flows, submission);
  }
}

/** A review that ends just now leaves the next one to begin. */
async function resubmitWork(flows: Flows, submission: Submission): Promise<void> {
  try {
    await flows.update(worksReviewOf(submission.workId), resubmit, submission);
  } catch (error) {
    if (!isRefusal(error, 'not_running', 'action_already_done')) throw error;
    await flows.settles(worksReviewOf(submission.workId), 5000);
    await flows.begin(worksReview, submission);
  }
}

/** Ends a review through its process, where there still is one. */
const endReview = ({ em, ports }: Asked, ending: ReviewEnding, ask: () => Promise<unknown>): Promise<unknown> =>
  askOrSettle(em, ask, (own) => endLostReview(own, ports.secrets, ending));

const verdicts: Partial<Record<WorkState, 'approve' | 'refuse' | 'fail'>> = {
  ONLINE: 'approve',
  UNSUBMIT: 'refuse',
  FAIL: 'fail',
};

const shelving: Partial<Record<WorkState, 'putUp' | 'takeDown'>> = { ONLINE: 'putUp', OFFLINE: 'takeDown' };

const unsupported = () => new DomainError('conflict', 'unsupported');

/** An operator's word on a work that waits for one; refuses `unsupported` whatever else. */
async function judge(asked: Asked, work: Work, status: WorkState, remark: string | undefined): Promise<void> {
  const event = verdicts[status];
  if (!event || work.status !== 'WAITING') throw unsupported();
  const said = { ...(remark && { remark }), ...actingOn(asked, work.matter(), event) };
  await endReview(asked, { workId: work.id, event, ...said }, () =>
    asked.flows.update(worksReviewOf(work.id), review, { verdict: event, ...said }),
  );
}

/** The musician takes a work back that waits, or moves one on or off the shelf; refuses `unsupported` whatever else. */
async function move(asked: Asked, work: Work, status: WorkState): Promise<void> {
  const { em, actor, flows, request } = asked;
  const requestId = request.id;
  if (status === 'UNSUBMIT') {
    if (work.status !== 'WAITING') throw unsupported();
    const said = actingOn(asked, work.matter(), 'withdraw');
    const ending = { workId: work.id, event: 'withdraw', ...said } as const;
    await endReview(asked, ending, () => flows.update(worksReviewOf(work.id), withdraw, said));
    return;
  }
  const event = shelving[status];
  if (!event) throw unsupported();
  await em.fork().transactional((own) => changeWork(own, { workId: work.id, producer: actor, event, requestId }));
}

/** Moves a work to a state, as its musician or an operator may, who judges none of their own; to everybody else it is none of theirs. */
export async function moveWork(
  asked: Asked,
  work: Work,
  { status, remark }: { status: WorkState; remark?: string | undefined },
): Promise<void> {
  const isOwn = work.producer.id === asked.actor.id;
  if (!isOwn && !hasRole(asked.actor, 'admin')) throw new DomainError('not_found', 'unknown_work');
  if (asked.isRetry && work.status === status) return;
  await (isOwn ? move(asked, work, status) : judge(asked, work, status, remark));
}

/** Takes a work that is to be deleted out of its review; false where that is over, or its process gone. */
async function leaveReview(asked: Asked, work: Work): Promise<boolean> {
  const id = worksReviewOf(work.id);
  try {
    await asked.flows.update(id, remove, actingOn(asked, work.matter(), 'remove'));
    return true;
  } catch (error) {
    const isEnding = isRefusal(error, 'action_already_done') && (await asked.flows.settles(id, 5000));
    if (isEnding || isRefusal(error, 'not_running')) return false;
    throw error;
  }
}

/** Deletes a work of the musician's own; one that waits, or is handed in meanwhile, leaves its review. */
export async function removeWork(asked: Asked, work: Work): Promise<void> {
  const { em, actor, request } = asked;
  const isReviewLost = work.status === 'WAITING';
  if (isReviewLost && (await leaveReview(asked, work))) return;
  const change = { workId: work.id, producer: actor, event: 'remove', isReviewLost, requestId: request.id } as const;
  try {
    await em.fork().transactional((own) => changeWork(own, change));
  } catch (error) {
    if (isReviewLost || !isRefusal(error, 'unsupported')) throw error;
    await removeWork(asked, await findOwnWork(em.fork(), work.id, actor));
  }
}
