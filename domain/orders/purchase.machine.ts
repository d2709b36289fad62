import { machine, type MachineEvent, type StateOf } from '#domain/shared/machine.ts';

/** Life of an enquiry about a work: an operator answers it, or its time runs out. No money moves. */
export const purchaseMachine = machine('purchase_application', {
  APPLY: { approve: 'SUCCESS', refuse: 'FAIL', cancel: 'FAIL', expire: 'FAIL' },
  SUCCESS: {},
  FAIL: {},
});
export type PurchaseState = StateOf<typeof purchaseMachine>;
export type PurchaseEvent = MachineEvent<typeof purchaseMachine>;
