import { DomainError } from '#domain/shared/errors.ts';
import type { Album } from './album.entity.ts';
import { isUnderWay } from './album.machine.ts';

/** What a start means: a first one, one for a task that was lost, or one after a failure. */
export type StartKind = 'first' | 'lost' | 'failed';

/** How the queue would call the run: waiting, waiting again after a lost or failed run, or at work. */
function queueState({ state, runs }: Album): 'PENDING' | 'RETRY' | 'STARTED' {
  if (state !== 'QUEUED') return 'STARTED';
  return runs > 1 ? 'RETRY' : 'PENDING';
}

/** Refuses `already_queued`, with the queue's state as its message. */
export const alreadyQueued = (album: Album): DomainError =>
  new DomainError('conflict', 'already_queued', album.state === 'UNSTARTED' ? 'PENDING' : queueState(album));

/** Decides a start by the album's state, then by whether its run is alive; refuses `album_expired`, `album_finished` or `already_queued`. */
export function decideStart(album: Album, isAlive: boolean): StartKind {
  const { state } = album;
  if (state === 'EXPIRED' || state === 'DELETED') throw new DomainError('conflict', 'album_expired');
  if (state === 'FINISHED') throw new DomainError('conflict', 'album_finished');
  if (isAlive) throw alreadyQueued(album);
  if (isUnderWay(state)) return 'lost';
  return state === 'FAILED' ? 'failed' : 'first';
}
