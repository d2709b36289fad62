import { machine, type MachineEvent, type StateOf } from '#domain/shared/machine.ts';

/** Life of an order. Refunds leave it FINISHED: what was paid stays paid, and the certificates tell what was given back. */
export const orderMachine = machine('order', {
  UNFINISHED: { pay: 'FINISHED', cancel: 'CANCELED', expire: 'CANCELED' },
  FINISHED: {},
  CANCELED: {},
});
export type OrderState = StateOf<typeof orderMachine>;
export type OrderEvent = MachineEvent<typeof orderMachine>;
