import { describe, expect, test } from '@jest/globals';
import type { Album } from '#domain/albums/album.entity.ts';
import type { AlbumState } from '#domain/albums/album.machine.ts';
import { alreadyQueued, decideStart } from '#domain/albums/start-render.ts';
import type { DomainError } from '#domain/shared/errors.ts';

const movie = (state: AlbumState, runs = 1) => ({ state, runs }) as Album;

describe('decideStart', () => {
  test.each([
    ['UNSTARTED', false, 'first'],
    ['FAILED', false, 'failed'],
    ['QUEUED', false, 'lost'],
    ['READING', false, 'lost'],
    ['RENDERING', false, 'lost'],
  ] as const)('starts from %s (task alive: %p) as %s', (state, isAlive, kind) => {
    expect(decideStart(movie(state), isAlive)).toBe(kind);
  });

  test.each([
    ['EXPIRED', false, 'album_expired'],
    ['DELETED', false, 'album_expired'],
    ['FINISHED', false, 'album_finished'],
    ['QUEUED', true, 'already_queued'],
    ['RENDERING', true, 'already_queued'],
  ] as const)('refuses %s (task alive: %p) with %s', (state, isAlive, code) => {
    expect(() => decideStart(movie(state), isAlive)).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ['UNSTARTED', 0, 'PENDING'],
    ['QUEUED', 1, 'PENDING'],
    ['QUEUED', 2, 'RETRY'],
    ['READING', 1, 'STARTED'],
    ['RENDERING', 2, 'STARTED'],
  ] as const)('calls the queue of %s after %d runs %s', (state, runs, name) => {
    expect(alreadyQueued(movie(state, runs))).toMatchObject({
      code: 'already_queued',
      message: name,
    } satisfies Partial<DomainError>);
  });
});
