import { machine, type MachineEvent, type StateOf } from '#domain/shared/machine.ts';

/** Life of a clip or a piece of music: being taken in, then shown; what could not be taken in is not shown, but may be tried again. */
export const intakeMachine = machine('intake', {
  INGESTING: { finish: 'READY', fail: 'FAILED' },
  READY: {},
  FAILED: { retry: 'INGESTING' },
});
export type IntakeState = StateOf<typeof intakeMachine>;
export type IntakeEvent = MachineEvent<typeof intakeMachine>;
