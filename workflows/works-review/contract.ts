import { defineUpdate } from '@temporalio/workflow';
import type { Submission } from '#domain/works/submission.plan.ts';
import type { WorksReviewState } from '#domain/works/work.machine.ts';
import { flow } from '../kernel/flow.ts';
import { verdictMessages } from '../verdict/contract.ts';

/** One open review a work. */
export const worksReviewOf = (workId: string): string => `works-review:${workId}`;

export const worksReview = flow<Submission, WorksReviewState>({
  type: 'worksReview',
  queue: 'business',
  id: ({ workId }) => worksReviewOf(workId),
  realm: () => 'vfine',
  summary: ({ workId }) => `Work ${workId} is reviewed`,
});

export const { review, decide, standing } = verdictMessages<WorksReviewState>();

/** The musician takes the work back (`Acting`). */
export const withdraw = defineUpdate<WorksReviewState, [said?: unknown]>('withdraw');
/** The musician deletes the work (`Acting`). */
export const remove = defineUpdate<WorksReviewState, [said?: unknown]>('remove');
/** The musician changes the work while it waits. */
export const resubmit = defineUpdate<void, [Submission]>('resubmit');
