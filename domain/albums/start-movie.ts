import { DomainError } from '#domain/shared/errors.ts';
import type { Movie } from './movie.entity.ts';
import { isUnderWay } from './movie.machine.ts';

/** What a start means: a first one, one for a task that was lost, or one after a failure. */
export type StartKind = 'first' | 'lost' | 'failed';

/** How the queue would call the run: waiting, waiting again after a lost or failed run, or at work. */
function queueState({ state, runs }: Movie): 'PENDING' | 'RETRY' | 'STARTED' {
  if (state !== 'QUEUED') return 'STARTED';
  return runs > 1 ? 'RETRY' : 'PENDING';
}

/** Refuses `already_queued`, with the queue's state as its message. */
export const alreadyQueued = (movie: Movie): DomainError =>
  new DomainError('conflict', 'already_queued', movie.state === 'UNSTARTED' ? 'PENDING' : queueState(movie));

/** Decides a start by the movie's state, then by whether its run is alive; refuses `movie_expired`, `movie_finished` or `already_queued`. */
export function decideStart(movie: Movie, isAlive: boolean): StartKind {
  const { state } = movie;
  if (state === 'EXPIRED' || state === 'DELETED') throw new DomainError('conflict', 'movie_expired');
  if (state === 'FINISHED') throw new DomainError('conflict', 'movie_finished');
  if (isAlive) throw alreadyQueued(movie);
  if (isUnderWay(state)) return 'lost';
  return state === 'FAILED' ? 'failed' : 'first';
}
