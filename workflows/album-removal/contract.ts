import type { AlbumRef } from '#domain/albums/album-folder.ts';
import { flow } from '#workflows/kernel/flow.ts';

export interface RemovalRequest {
  album: AlbumRef;
}

export const albumRemoval = flow<RemovalRequest>({
  type: 'albumRemoval',
  queue: 'business',
  id: ({ album }) => `album-removal:${album.albumId}`,
  realm: () => 'travel',
  summary: ({ album }) => `Removal of ${album.kind} album ${album.albumId}`,
});
