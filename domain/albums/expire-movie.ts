import type { EntityManager } from '@mikro-orm/core';
import type { FileStorage } from '#domain/ports/storage.ts';
import { holdMovie } from './find-movies.ts';
import { markerOf } from './movie-folder.ts';
import type { Movie } from './movie.entity.ts';
import { isGone } from './movie.machine.ts';

/**
 * Marks a movie as cleaned up where somebody removed its folder by hand. The mark outlives the request, which may be
 * refused for it: hence a transaction of its own. A storage that cannot be reached says nothing about the folder.
 */
export async function expireIfFolderGone(em: EntityManager, storage: FileStorage, movie: Movie): Promise<Movie> {
  if (isGone(movie.state) || (await storage.stat(markerOf(movie.id)))) return movie;
  await storage.check();
  return em.fork().transactional(async (unit) => {
    const held = await holdMovie(unit, movie.id);
    if (!isGone(held.state)) held.apply('expire');
    return held;
  });
}
