import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { MovieEnds } from '#activities/business/movie-ends.ts';
import type { MovieFiles } from '#activities/io/movie-files.ts';
import { business, io } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';

const { findStale, recordExpired } = business<MovieEnds>();
const { removeMovies } = io<MovieFiles>();

const batch = 20;

/** Cleans up works that nobody touched for long: the row says so first, then the folder goes. Answers how many. */
export async function workCleanup(before = 0): Promise<number> {
  let removed = before;
  for (;;) {
    show({ stage: 'CLEANING', details: `${removed} works cleaned up so far.` });
    const found = await findStale({ limit: batch });
    if (found.length === 0) break;
    const movieIds = await recordExpired({ movieIds: found });
    await removeMovies({ movieIds });
    removed += movieIds.length;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof workCleanup>(removed);
  }
  show({ stage: 'DONE', details: `${removed} works cleaned up.` });
  return removed;
}
