import { flow } from '#workflows/kernel/flow.ts';

/** Begun by a schedule once a day. */
export const accountCleanup = flow<void>({
  type: 'accountCleanup',
  queue: 'business',
  id: () => 'account-cleanup',
  realm: () => 'ops',
  summary: () => 'Clean-up of ended sessions, counted tries and old codes',
});
