import { machine, type MachineEvent, type StateOf } from '#domain/shared/machine.ts';

/**
 * Life of a withdrawal. Until an administrator approves, its musician may withdraw it; after that the provider decides. An
 * approval that cannot be paid out fails at once, or when its transfer would begin. A transfer that succeeded may come back
 * later: then it has failed after all.
 */
export const takeoutMachine = machine('takeout', {
  REQUESTING: {
    approve: 'WAITING',
    refuse: 'FAIL',
    withdraw: 'CANCEL',
    cancel: 'CANCEL',
    expire: 'CANCEL',
    fail: 'FAIL',
  },
  WAITING: { arrive: 'SUCCESS', fail: 'FAIL' },
  SUCCESS: { bounce: 'FAIL' },
  FAIL: {},
  CANCEL: {},
});
export type TakeoutState = StateOf<typeof takeoutMachine>;
/** As long as its process has something to do for it. */
export const isUnderWay = (state: TakeoutState): boolean => state === 'REQUESTING' || state === 'WAITING';
export type TakeoutEvent = MachineEvent<typeof takeoutMachine>;
