import { LockMode, type FilterQuery, type MikroORM } from '@mikro-orm/core';
import { holdMovie } from '#domain/albums/find-movies.ts';
import { Movie } from '#domain/albums/movie.entity.ts';

interface Deps {
  orm: MikroORM;
  /** After how long nobody's touch a movie is cleaned up. */
  days: { unfinished: number; finished: number };
}

const dayMs = 24 * 3600_000;

/** Movies that nobody will miss; never one under way, never a shared one. */
function staleAt(now: Date, { unfinished, finished }: Deps['days']): FilterQuery<Movie> {
  const before = (days: number) => ({ $lt: new Date(now.getTime() - days * dayMs) });
  return {
    isPublic: false,
    $or: [
      { state: { $in: ['UNSTARTED', 'FAILED'] }, updatedAt: before(unfinished) },
      { state: 'FINISHED', updatedAt: before(finished) },
    ],
  };
}

/** Records how movies end: by their owner, or by time. Each call may safely run twice. */
export const createMovieEnds = ({ orm, days }: Deps) => ({
  recordDeleted: ({ movieId }: { movieId: number }): Promise<void> =>
    orm.em.fork().transactional(async (em) => {
      const movie = await holdMovie(em, movieId);
      if (movie.state !== 'DELETED') movie.apply('delete');
    }),

  async findStale({ limit }: { limit: number }): Promise<number[]> {
    const found = await orm.em.fork().find(Movie, staleAt(new Date(), days), {
      fields: ['id'],
      orderBy: { id: 'asc' },
      limit,
    });
    return found.map(({ id }) => id);
  },

  /** Marks those that are still stale; answers all that are marked by now and whose files may go. */
  recordExpired: ({ movieIds }: { movieIds: number[] }): Promise<number[]> =>
    orm.em.fork().transactional(async (em) => {
      const marked = await em.find(Movie, { id: { $in: movieIds }, state: 'EXPIRED' });
      const stale = await em.find(
        Movie,
        { $and: [{ id: { $in: movieIds } }, staleAt(new Date(), days)] },
        { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
      );
      for (const movie of stale) movie.apply('expire');
      return [...marked, ...stale].map(({ id }) => id);
    }),
});
export type MovieEnds = ReturnType<typeof createMovieEnds>;
