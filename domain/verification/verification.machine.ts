import { machine, type MachineEvent, type StateOf } from '#domain/shared/machine.ts';

/**
 * Life of an application to become a musician: an operator decides, the applicant withdraws, or its time runs out.
 * An operator who cancels the run has refused without a word.
 */
export const verificationMachine = machine('verification', {
  PENDING: { approve: 'APPROVED', refuse: 'REFUSED', withdraw: 'WITHDRAWN', cancel: 'REFUSED', expire: 'EXPIRED' },
  APPROVED: {},
  REFUSED: {},
  WITHDRAWN: {},
  EXPIRED: {},
});
export type VerificationState = StateOf<typeof verificationMachine>;
export type VerificationEvent = MachineEvent<typeof verificationMachine>;
