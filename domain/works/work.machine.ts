import { machine, type MachineEvent, type StateOf } from '#domain/shared/machine.ts';

/** How a review ends: by an operator's word, a song that is none (`reject`), the musician's change of mind, or what nobody decided. */
const endings = {
  approve: 'ONLINE',
  refuse: 'UNSUBMIT',
  fail: 'FAIL',
  reject: 'FAIL',
  withdraw: 'UNSUBMIT',
  cancel: 'UNSUBMIT',
  expire: 'UNSUBMIT',
  remove: 'DELETE',
} as const;

/**
 * Life of a work. The musician's and the operators' events are told apart although both can lead to UNSUBMIT or ONLINE:
 * `approve`, `refuse` and `fail` are an operator's, `withdraw`, `edit`, `putUp`, `takeDown` and `remove` the musician's.
 * Every edit goes back to review; DELETE keeps the row.
 */
export const workMachine = machine('work', {
  UNSUBMIT: { edit: 'WAITING', remove: 'DELETE' },
  WAITING: { ...endings, edit: 'WAITING' },
  ONLINE: { takeDown: 'OFFLINE', edit: 'WAITING', remove: 'DELETE' },
  OFFLINE: { putUp: 'ONLINE', edit: 'WAITING', remove: 'DELETE' },
  FAIL: { edit: 'WAITING', remove: 'DELETE' },
  DELETE: {},
});
export type WorkState = StateOf<typeof workMachine>;
export type WorkEvent = MachineEvent<typeof workMachine>;

/** Life of one review of a work: it waits, and where it leads is its end. */
export const worksReviewMachine = machine('works_review', {
  WAITING: endings,
  ONLINE: {},
  UNSUBMIT: {},
  FAIL: {},
  DELETE: {},
});
export type WorksReviewState = StateOf<typeof worksReviewMachine>;
export type WorksReviewEvent = MachineEvent<typeof worksReviewMachine>;
