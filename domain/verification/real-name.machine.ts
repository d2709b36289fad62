import { machine, type MachineEvent, type StateOf } from '#domain/shared/machine.ts';

/** Life of a real-name request; whoever failed may ask again, with a request of its own. */
export const realNameMachine = machine('real_name', {
  WAITING: { approve: 'SUCCESS', refuse: 'FAIL', cancel: 'FAIL', expire: 'FAIL' },
  SUCCESS: {},
  FAIL: {},
});
export type RealNameState = StateOf<typeof realNameMachine>;
export type RealNameEvent = MachineEvent<typeof realNameMachine>;
