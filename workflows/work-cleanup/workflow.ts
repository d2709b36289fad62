import { CancellationScope, continueAsNew, patched, workflowInfo } from '@temporalio/workflow';
import type { AlbumEnds } from '#activities/business/album-ends.ts';
import type { WorksEnds } from '#activities/business/works-ends.ts';
import type { AlbumFiles } from '#activities/io/album-files.ts';
import type { WorksFiles } from '#activities/io/works-files.ts';
import { business, lasting } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';

const { findStale, recordExpired, findUncleared, recordCleared, findStaleWorks, recordWorksExpired } = business<
  AlbumEnds & WorksEnds
>();
const { removeAlbums, removeWorks } = lasting<AlbumFiles & WorksFiles>();

const batch = 20;

/** Ends a batch of works, and answers how many; nothing where none are found any more. */
type Step = () => Promise<number | undefined>;

const step =
  <T>(find: (asked: { limit: number }) => Promise<T[]>, end: (found: T[]) => Promise<number>): Step =>
  async () => {
    const found = await find({ limit: batch });
    return found.length === 0 ? undefined : end(found);
  };

const albums = step(findStale, async (albumIds) => {
  const expired = await recordExpired({ albumIds });
  await removeAlbums({ albums: expired });
  return expired.length;
});

/** Of a dubbing no row is left that tells of its files: once begun, a batch is ended, also where an operator cancels the run. */
const dubbings = step(findStaleWorks, (worksIds) =>
  CancellationScope.nonCancellable(async () => {
    const expired = await recordWorksExpired({ worksIds });
    for (const worksId of expired) await removeWorks({ worksId });
    return expired.length;
  }),
);

/** Albums that ended earlier: whatever became of that, their files are gone after this. */
const leftovers = step(findUncleared, async (ended) => {
  await removeAlbums({ albums: ended });
  await recordCleared({ albumIds: ended.map(({ albumId }) => albumId) });
  return 0;
});

/** Cleans up works that nobody touched for long: the row says so first, then the folder goes. Answers how many. */
export async function workCleanup(before = 0): Promise<number> {
  let removed = before;
  const steps = patched('dubbings') ? [albums, dubbings] : [albums];
  for (const next of patched('leftovers') ? [...steps, leftovers] : steps) {
    for (;;) {
      show({ stage: 'CLEANING', details: `${removed} works cleaned up so far.` });
      const ended = await next();
      if (ended === undefined) break;
      removed += ended;
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof workCleanup>(removed);
    }
  }
  show({ stage: 'DONE', details: `${removed} works cleaned up.` });
  return removed;
}
