import { getExternalWorkflowHandle, log } from '@temporalio/workflow';
import type { MovieEnds } from '#activities/business/movie-ends.ts';
import type { MovieFiles } from '#activities/io/movie-files.ts';
import { open } from '../kernel/opening.ts';
import { business, io } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';
import { renderOf } from '../movie-render/contract.ts';
import type { RemovalRequest } from './contract.ts';

const { recordDeleted } = business<MovieEnds>();
const { removeMovies } = io<MovieFiles>();

/**
 * Deletes a movie: its row says so at once, its render is cancelled, its folder removed. A render that is still
 * stopping removes what it writes meanwhile, because it finds the movie gone.
 */
export async function movieRemoval({ movieId }: RemovalRequest): Promise<void> {
  await open(() => recordDeleted({ movieId }));
  show({ stage: 'STOPPING', details: 'The movie is deleted; its render is being cancelled.' });
  try {
    await getExternalWorkflowHandle(renderOf(movieId)).cancel();
  } catch (error) {
    log.debug('no_render_to_cancel', { movieId, error });
  }
  show({ stage: 'REMOVING', details: 'The files of the movie are being removed.' });
  await removeMovies({ movieIds: [movieId] });
  show({ stage: 'REMOVED', details: 'The movie and its files are gone.' });
}
