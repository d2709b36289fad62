import { continueAsNew, patched, workflowInfo } from '@temporalio/workflow';
import type { AlbumEnds } from '#activities/business/album-ends.ts';
import type { WorksEnds } from '#activities/business/works-ends.ts';
import type { AlbumFiles } from '#activities/io/album-files.ts';
import type { WorksFiles } from '#activities/io/works-files.ts';
import { business, io } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';

const { findStale, recordExpired, findStaleWorks, recordWorksExpired } = business<AlbumEnds & WorksEnds>();
const { removeAlbums, removeWorks } = io<AlbumFiles & WorksFiles>();

const batch = 20;

/** One kind of work: those that nobody touched, and their end, which answers how many ended. */
interface Kind {
  find(): Promise<number[]>;
  remove(ids: number[]): Promise<number>;
}

const albums: Kind = {
  find: () => findStale({ limit: batch }),
  async remove(albumIds) {
    const expired = await recordExpired({ albumIds });
    await removeAlbums({ albums: expired });
    return expired.length;
  },
};

const dubbings: Kind = {
  find: () => findStaleWorks({ limit: batch }),
  async remove(worksIds) {
    const expired = await recordWorksExpired({ worksIds });
    for (const worksId of expired) await removeWorks({ worksId });
    return expired.length;
  },
};

/** Cleans up works that nobody touched for long: the row says so first, then the folder goes. Answers how many. */
export async function workCleanup(before = 0): Promise<number> {
  let removed = before;
  for (const { find, remove } of patched('dubbings') ? [albums, dubbings] : [albums]) {
    for (;;) {
      show({ stage: 'CLEANING', details: `${removed} works cleaned up so far.` });
      const found = await find();
      if (found.length === 0) break;
      removed += await remove(found);
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof workCleanup>(removed);
    }
  }
  show({ stage: 'DONE', details: `${removed} works cleaned up.` });
  return removed;
}
