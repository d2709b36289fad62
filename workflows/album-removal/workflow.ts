import { CancellationScope } from '@temporalio/workflow';
import type { AlbumEnds } from '#activities/business/album-ends.ts';
import type { AlbumFiles } from '#activities/io/album-files.ts';
import { renderOf } from '../albums/contract.ts';
import { cancel } from '../kernel/cancel.ts';
import { open } from '../kernel/opening.ts';
import { business, lasting } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';
import type { RemovalRequest } from './contract.ts';

const { recordDeleted } = business<AlbumEnds>();
const { removeAlbums } = lasting<AlbumFiles>();

async function removeFiles(album: RemovalRequest['album']): Promise<void> {
  show({ stage: 'STOPPING', details: 'The album is deleted; its render is being cancelled.' });
  await cancel(renderOf(album.kind, album.albumId));
  show({ stage: 'REMOVING', details: 'The files of the album are being removed.' });
  await removeAlbums({ albums: [album] });
  show({ stage: 'REMOVED', details: 'The album and its files are gone.' });
}

/**
 * Deletes an album: its row says so at once, its render is cancelled, its folder removed, also where an operator cancels
 * the run meanwhile. A render that is still stopping removes what it writes, because it finds the album gone.
 */
export async function albumRemoval({ album, by }: RemovalRequest): Promise<void> {
  await open(() => recordDeleted({ album, ...(by && { by }) }));
  await CancellationScope.nonCancellable(() => removeFiles(album));
}
