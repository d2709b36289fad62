import { folderOf, workFolderOf } from '#domain/albums/movie-folder.ts';
import type { FileStorage } from '#domain/ports/storage.ts';

/** Removes files of movies from the storage; what is gone already is no error. */
export const createMovieFiles = ({ storage }: { storage: FileStorage }) => ({
  async removeMovies({ movieIds }: { movieIds: number[] }): Promise<void> {
    for (const id of movieIds) await storage.removeAll(folderOf(id));
  },

  /** What a render leaves while it runs; uploads and film stay. */
  removeWork: ({ movieId }: { movieId: number }): Promise<void> => storage.removeAll(workFolderOf(movieId)),
});
export type MovieFiles = ReturnType<typeof createMovieFiles>;
