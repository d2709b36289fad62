import type { AlbumRef } from '#domain/albums/album-folder.ts';
import { flow } from '#workflows/kernel/flow.ts';

export interface RemovalRequest {
  album: AlbumRef;
  /** The operator who asked for it, where it was not the owner: the audit tells. */
  by?: { actor: string; requestId: string };
}

export const albumRemoval = flow<RemovalRequest>({
  type: 'albumRemoval',
  queue: 'business',
  id: ({ album }) => `album-removal:${album.albumId}`,
  realm: () => 'travel',
  summary: ({ album }) => `Removal of ${album.kind} album ${album.albumId}`,
});
