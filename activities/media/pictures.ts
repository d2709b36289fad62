import { join } from 'node:path';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import type { PictureReader } from '#domain/ports/film-studio.ts';
import type { Scratch } from '#domain/ports/scratch.ts';
import type { FileStorage } from '#domain/ports/storage.ts';

interface Deps {
  pictures: PictureReader;
  storage: FileStorage;
  scratch: Scratch;
}

/** Runs on media workers: from the storage key of an upload to what stage 102 finds out about it. */
export const createPictureAnalysis = ({ pictures, storage, scratch }: Deps) => ({
  /** Refuses a picture that cannot be decoded. */
  analysePicture({ key }: { key: string }): Promise<PictureFacts> {
    return scratch.within('picture', async (dir) => {
      const file = join(dir, 'upload');
      await storage.fetch(key, file);
      return pictures.analyse(file);
    });
  },
});
export type PictureAnalysis = ReturnType<typeof createPictureAnalysis>;
