import { machine, type MachineEvent, type StateOf } from '#domain/shared/machine.ts';

/**
 * Life of a refund. WAITING: for a second administrator. SENDING: decided, booked, and asked of the provider until it is
 * known to have happened. BLOCKED: the provider refuses (for want of funds, say); an operator mends that and has it sent again.
 */
export const refundMachine = machine('refund', {
  WAITING: { confirm: 'SENDING', refuse: 'REFUSED' },
  SENDING: { finish: 'DONE', block: 'BLOCKED' },
  BLOCKED: { retry: 'SENDING' },
  DONE: {},
  REFUSED: {},
});
export type RefundState = StateOf<typeof refundMachine>;
export type RefundEvent = MachineEvent<typeof refundMachine>;
