import { machine, type MachineEvent, type StateOf } from '#domain/shared/machine.ts';

const ends = { fail: 'FAILED', cancel: 'CANCELLED' } as const;

/** Life of one run of a works' rendering. */
export const taskMachine = machine('dubbing task', {
  QUEUED: { ...ends, prepare: 'PREPARING' },
  PREPARING: { ...ends, mix: 'MIXING' },
  MIXING: { ...ends, finish: 'FINISHED' },
  FINISHED: {},
  FAILED: {},
  CANCELLED: {},
});
export type TaskState = StateOf<typeof taskMachine>;
export type TaskEvent = MachineEvent<typeof taskMachine>;

/** The stages of a run, in order, and what brings it into each. */
export const stageEvents = { PREPARING: 'prepare', MIXING: 'mix' } as const satisfies Partial<
  Record<TaskState, TaskEvent>
>;
export type TaskStage = keyof typeof stageEvents;

export const openStates = ['QUEUED', 'PREPARING', 'MIXING'] as const satisfies readonly TaskState[];
