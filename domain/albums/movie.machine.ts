import { machine, type MachineEvent, type StateOf } from '#domain/shared/machine.ts';

const ends = { expire: 'EXPIRED', delete: 'DELETED' } as const;
const stops = { ...ends, queue: 'QUEUED', fail: 'FAILED' } as const; // a stage whose task is lost is queued again

/** Life of a movie: asked for, filled with pictures, queued, rendered stage by stage; its owner or time ends it. */
export const movieMachine = machine('movie', {
  UNSTARTED: { ...ends, queue: 'QUEUED' },
  QUEUED: { ...stops, read: 'READING' },
  READING: { ...stops, analyse: 'ANALYSING' },
  ANALYSING: { ...stops, compose: 'COMPOSING' },
  COMPOSING: { ...stops, match: 'MATCHING' },
  MATCHING: { ...stops, render: 'RENDERING' },
  RENDERING: { ...stops, finish: 'FINISHED' },
  FINISHED: ends,
  FAILED: { ...ends, queue: 'QUEUED' },
  EXPIRED: { delete: 'DELETED' },
  DELETED: {},
});
export type MovieState = StateOf<typeof movieMachine>;
export type MovieEvent = MachineEvent<typeof movieMachine>;

/** The stages of a render, in order; a movie never goes back to an earlier one within a run. */
export const movieStages = ['READING', 'ANALYSING', 'COMPOSING', 'MATCHING', 'RENDERING'] as const;
export type MovieStage = (typeof movieStages)[number];

/** What brings a movie into each stage. */
export const stageEvents = {
  READING: 'read',
  ANALYSING: 'analyse',
  COMPOSING: 'compose',
  MATCHING: 'match',
  RENDERING: 'render',
} as const satisfies Record<MovieStage, MovieEvent>;

/** True while a run owns the movie. */
export const isUnderWay = (state: MovieState): boolean => movieMachine.peek(state, 'fail') !== undefined;
/** True when the movie's files are gone, or about to be. */
export const isGone = (state: MovieState): boolean => state === 'EXPIRED' || state === 'DELETED';
