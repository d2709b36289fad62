import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { AlbumEnds } from '#activities/business/album-ends.ts';
import type { AlbumFiles } from '#activities/io/album-files.ts';
import { business, io } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';

const { findStale, recordExpired } = business<AlbumEnds>();
const { removeAlbums } = io<AlbumFiles>();

const batch = 20;

/** Cleans up works that nobody touched for long: the row says so first, then the folder goes. Answers how many. */
export async function workCleanup(before = 0): Promise<number> {
  let removed = before;
  for (;;) {
    show({ stage: 'CLEANING', details: `${removed} works cleaned up so far.` });
    const found = await findStale({ limit: batch });
    if (found.length === 0) break;
    const albums = await recordExpired({ albumIds: found });
    await removeAlbums({ albums });
    removed += albums.length;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof workCleanup>(removed);
  }
  show({ stage: 'DONE', details: `${removed} works cleaned up.` });
  return removed;
}
