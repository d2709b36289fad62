import { worksFolderOf } from '#domain/dubbing/dubbing-folder.ts';
import type { FileStorage } from '#domain/ports/storage.ts';

/** Removes files of dubbings from the storage; what is gone already is no error. */
export const createWorksFiles = ({ storage }: { storage: FileStorage }) => ({
  /** Recordings and product. */
  removeWorks: ({ worksId }: { worksId: number }): Promise<void> => storage.removeAll(worksFolderOf(worksId)),
});
export type WorksFiles = ReturnType<typeof createWorksFiles>;
