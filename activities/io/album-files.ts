import { folderOf, workFolderOf, type AlbumRef } from '#domain/albums/album-folder.ts';
import type { FileStorage } from '#domain/ports/storage.ts';

/** Removes files of albums from the storage; what is gone already is no error. */
export const createAlbumFiles = ({ storage }: { storage: FileStorage }) => ({
  async removeAlbums({ albums }: { albums: AlbumRef[] }): Promise<void> {
    for (const album of albums) await storage.removeAll(folderOf(album));
  },

  /** What a render leaves while it runs; uploads and result stay. */
  removeWork: ({ album }: { album: AlbumRef }): Promise<void> => storage.removeAll(workFolderOf(album)),
});
export type AlbumFiles = ReturnType<typeof createAlbumFiles>;
