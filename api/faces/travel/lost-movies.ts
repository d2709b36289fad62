import type { EntityManager } from '@mikro-orm/core';
import type { Flows } from '#api/kernel/flows.ts';
import type { Movie } from '#domain/albums/movie.entity.ts';
import { isUnderWay } from '#domain/albums/movie.machine.ts';
import { renderOf } from '#workflows/movie-render/contract.ts';

/** While the processes cannot be asked, nothing is called lost. */
const isAlive = (flows: Flows, movieId: number): Promise<boolean> =>
  flows.isRunning(renderOf(movieId)).catch(() => true);

/**
 * True for a movie under way whose run is gone. A run that ended between the two questions has recorded its end:
 * hence the row is read again.
 */
export async function isLost(em: EntityManager, flows: Flows, movie: Movie): Promise<boolean> {
  if (!isUnderWay(movie.state) || (await isAlive(flows, movie.id))) return false;
  const { task } = movie;
  await em.refresh(movie);
  return isUnderWay(movie.state) && movie.task === task;
}
