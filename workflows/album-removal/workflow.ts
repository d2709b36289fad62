import type { AlbumEnds } from '#activities/business/album-ends.ts';
import type { AlbumFiles } from '#activities/io/album-files.ts';
import { renderOf } from '../albums/contract.ts';
import { cancel } from '../kernel/cancel.ts';
import { open } from '../kernel/opening.ts';
import { business, io } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';
import type { RemovalRequest } from './contract.ts';

const { recordDeleted } = business<AlbumEnds>();
const { removeAlbums } = io<AlbumFiles>();

/**
 * Deletes an album: its row says so at once, its render is cancelled, its folder removed. A render that is still
 * stopping removes what it writes meanwhile, because it finds the album gone.
 */
export async function albumRemoval({ album, by }: RemovalRequest): Promise<void> {
  const { kind, albumId } = album;
  await open(() => recordDeleted({ album, ...(by && { by }) }));
  show({ stage: 'STOPPING', details: 'The album is deleted; its render is being cancelled.' });
  await cancel(renderOf(kind, albumId));
  show({ stage: 'REMOVING', details: 'The files of the album are being removed.' });
  await removeAlbums({ albums: [album] });
  show({ stage: 'REMOVED', details: 'The album and its files are gone.' });
}
