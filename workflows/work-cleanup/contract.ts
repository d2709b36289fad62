import { flow } from '#workflows/kernel/flow.ts';

/** Begun by a schedule once a day. */
export const workCleanup = flow<void>({
  type: 'workCleanup',
  queue: 'business',
  id: () => 'work-cleanup',
  realm: () => 'travel',
  summary: () => 'Clean-up of works that nobody touched',
});
