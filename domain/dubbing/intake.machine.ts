import { machine, type MachineEvent, type StateOf } from '#domain/shared/machine.ts';

/** Life of a clip or a piece of music: being taken in, then shown; what could not be taken in is never shown. */
export const intakeMachine = machine('intake', {
  INGESTING: { finish: 'READY', fail: 'FAILED' },
  READY: {},
  FAILED: {},
});
export type IntakeState = StateOf<typeof intakeMachine>;
export type IntakeEvent = MachineEvent<typeof intakeMachine>;
