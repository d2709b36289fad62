import { LockMode, type EntityManager, type FilterQuery, type Loaded } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import type { Window } from '#domain/shared/slice.ts';
import { MovieUpload } from './movie-upload.entity.ts';
import { Movie } from './movie.entity.ts';
import { isGone } from './movie.machine.ts';

/** The movie, unless it was deleted; refuses `no_such_movie`. */
export async function findMovie(em: EntityManager, id: number): Promise<Movie> {
  const movie = await em.findOne(Movie, { id, state: { $ne: 'DELETED' } });
  if (!movie) throw new DomainError('not_found', 'no_such_movie');
  return movie;
}

/** The caller's own movie; somebody else's is refused as if it were not there. */
export async function findOwnMovie(em: EntityManager, ownerId: number, id: number): Promise<Movie> {
  const movie = await findMovie(em, id);
  if (movie.owner.id !== ownerId) throw new DomainError('not_found', 'no_such_movie');
  return movie;
}

/** The movie as it is now, held until the transaction ends: nobody else moves it meanwhile. Refuses `no_such_movie`. */
export async function holdMovie(em: EntityManager, id: number): Promise<Movie> {
  const movie = await em.findOne(Movie, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!movie) throw new DomainError('not_found', 'no_such_movie');
  return movie;
}

/** Pictures of a movie in upload order. */
export const findUploads = (em: EntityManager, movieId: number): Promise<MovieUpload[]> =>
  em.find(MovieUpload, { movie: movieId }, { orderBy: { id: 'asc' } });

const live: FilterQuery<Movie> = { state: { $nin: ['FAILED', 'EXPIRED', 'DELETED'] } };
const kept: FilterQuery<Movie> = { state: { $ne: 'DELETED' } };

/** The owner's movies, oldest first; `all` includes those that failed or were cleaned up. */
export const findMoviesOf = (
  em: EntityManager,
  ownerId: number,
  { all, window }: { all: boolean; window: Partial<Window> },
): Promise<Movie[]> =>
  em.find(Movie, { owner: ownerId, ...(all ? kept : live) }, { orderBy: { id: 'asc' }, ...window });

export type SharedMovie = Loaded<Movie, 'owner'>;

/** Everybody's finished movies that their owners share, newest first. */
export const findSharedMovies = (em: EntityManager, window: Partial<Window>): Promise<SharedMovie[]> =>
  em.find(Movie, { isPublic: true, state: 'FINISHED' }, { populate: ['owner'], orderBy: { id: 'desc' }, ...window });

/** True where this person may see the movie's files. */
export const maySee = (movie: Movie, viewerId: number | undefined): boolean =>
  !isGone(movie.state) && (movie.isPublic || movie.owner.id === viewerId);
