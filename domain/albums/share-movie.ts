import type { EntityManager } from '@mikro-orm/core';
import { findOwnMovie, holdMovie } from './find-movies.ts';
import type { Movie } from './movie.entity.ts';

/** Shows a movie to everybody, or to its owner alone again, and files it under a tag. */
export async function shareMovie(
  em: EntityManager,
  ownerId: number,
  movieId: number,
  { isPublic, tag }: { isPublic: boolean; tag: number | undefined },
): Promise<Movie> {
  await findOwnMovie(em, ownerId, movieId);
  const movie = await holdMovie(em, movieId);
  movie.isPublic = isPublic;
  if (tag !== undefined) movie.tag = tag;
  return movie;
}
