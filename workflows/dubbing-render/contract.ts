import { defineUpdate } from '@temporalio/workflow';
import type { DubbingRequest } from '#domain/dubbing/dubbing-request.plan.ts';
import { flow } from '../kernel/flow.ts';

export interface DubbingOrder {
  worksId: number;
  request: DubbingRequest;
}

export const dubbingOf = (worksId: number): string => `dubbing-render:${worksId}`; // one run of a works at a time

export const dubbingRender = flow<DubbingOrder>({
  type: 'dubbingRender',
  queue: 'business',
  id: ({ worksId }) => dubbingOf(worksId),
  realm: () => 'piaxi',
  summary: ({ worksId }) => `Dubbing of works ${worksId}`,
});

/** Stops the run; answers when it has recorded that it stopped, or that it was finished before. */
export const stop = defineUpdate<void>('stop');
