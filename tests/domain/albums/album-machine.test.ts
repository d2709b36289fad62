import { describe, expect, test } from '@jest/globals';
import {
  isGone,
  isUnderWay,
  albumMachine,
  albumStages,
  stageEvents,
  type AlbumEvent,
  type AlbumState,
} from '#domain/albums/album.machine.ts';

const { states, peek } = albumMachine;
const events: AlbumEvent[] = [
  'queue',
  'read',
  'analyse',
  'compose',
  'match',
  'render',
  'finish',
  'fail',
  'expire',
  'delete',
];
const accepting = (event: AlbumEvent): AlbumState[] => states.filter((state) => peek(state, event) !== undefined);
const underWay: AlbumState[] = ['QUEUED', ...albumStages];

describe('albumMachine', () => {
  test('queues what was not started, what failed, and what is under way, for its run may be lost', () => {
    expect(accepting('queue')).toEqual(['UNSTARTED', ...underWay, 'FAILED']);
  });

  test('goes through the stages in order and never back', () => {
    let state: AlbumState = 'QUEUED';
    for (const stage of albumStages) {
      expect(accepting(stageEvents[stage])).toEqual([state]);
      state = albumMachine.next(state, stageEvents[stage]);
      expect(state).toBe(stage);
    }
    expect(accepting('finish')).toEqual(['RENDERING']);
  });

  test('fails only under way', () => {
    expect(accepting('fail')).toEqual(underWay);
    expect(states.filter(isUnderWay)).toEqual(underWay);
  });

  test('expires and is deleted from everywhere but the end', () => {
    expect(accepting('expire')).toEqual(states.filter((state) => !isGone(state)));
    expect(accepting('delete')).toEqual(states.filter((state) => state !== 'DELETED'));
  });

  test('restarts neither what is finished nor what is gone', () => {
    for (const state of ['FINISHED', 'EXPIRED', 'DELETED'] as const)
      for (const event of events.filter((one) => one !== 'expire' && one !== 'delete'))
        expect(() => albumMachine.next(state, event)).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});
