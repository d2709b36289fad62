import { machine, type MachineEvent, type StateOf } from '#domain/shared/machine.ts';

const ends = { expire: 'EXPIRED', delete: 'DELETED' } as const;
const stops = { ...ends, queue: 'QUEUED', fail: 'FAILED' } as const; // a stage whose task is lost is queued again

/** What pictures become: a film, or one long picture. */
export const albumKinds = ['movie', 'photo'] as const;
export type AlbumKind = (typeof albumKinds)[number];

/** Life of an album: asked for, filled with pictures, queued, rendered stage by stage; its owner or time ends it. */
export const albumMachine = machine('album', {
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
export type AlbumState = StateOf<typeof albumMachine>;
export type AlbumEvent = MachineEvent<typeof albumMachine>;

/** The stages of a render, in order; an album never goes back to an earlier one within a run. */
export const albumStages = ['READING', 'ANALYSING', 'COMPOSING', 'MATCHING', 'RENDERING'] as const;
export type AlbumStage = (typeof albumStages)[number];

/** What brings an album into each stage. */
export const stageEvents = {
  READING: 'read',
  ANALYSING: 'analyse',
  COMPOSING: 'compose',
  MATCHING: 'match',
  RENDERING: 'render',
} as const satisfies Record<AlbumStage, AlbumEvent>;

/** True while a run owns the album. */
export const isUnderWay = (state: AlbumState): boolean => albumMachine.peek(state, 'fail') !== undefined;
/** True when the album's files are gone, or about to be. */
export const isGone = (state: AlbumState): boolean => state === 'EXPIRED' || state === 'DELETED';
