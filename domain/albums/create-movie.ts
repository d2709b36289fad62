import type { EntityManager } from '@mikro-orm/core';
import type { FileStorage } from '#domain/ports/storage.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { markerOf } from './movie-folder.ts';
import { Movie } from './movie.entity.ts';

/** An empty movie with its folder; flushed here, because its number names the folder. */
export async function createMovie(em: EntityManager, storage: FileStorage, ownerId: number): Promise<Movie> {
  const movie = em.create(Movie, { owner: em.getReference(User, ownerId) });
  await em.flush();
  await storage.put(markerOf(movie.id), Buffer.from(movie.createdAt.toISOString()));
  return movie;
}
