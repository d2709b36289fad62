import { join } from 'node:path';
import { copyOf, type AlbumRef } from '#domain/albums/album-folder.ts';
import { roomOf } from '#domain/albums/copy.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import type { PictureReader } from '#domain/ports/picture-reader.ts';
import type { PictureModels } from '#domain/ports/picture-models.ts';
import type { Places } from '#domain/ports/places.ts';
import type { Scratch } from '#domain/ports/scratch.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { watched } from './watched.ts';

interface Deps {
  pictures: PictureReader;
  pictureModels: Pick<PictureModels, 'weather'>;
  places: Places;
  storage: FileStorage;
  scratch: Scratch;
}

interface Size {
  width: number;
  height: number;
}

interface AnalysePicture {
  album: AlbumRef;
  key: string; // of the upload
  size: Size; // of films, px
}

/** Weather is an extra: where the model refuses (too small, too busy), the picture goes without. */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof DomainError)) throw error;
}

/** Runs on media workers: from the storage key of an upload to what stage 102 finds out about it. */
export const createPictureAnalysis = ({ pictures, pictureModels, places, storage, scratch }: Deps) => ({
  /**
   * Decodes an upload once for everything that follows: leaves a working copy as large as the result needs, from which it
   * is drawn, and answers the facts. Refuses a picture that cannot be decoded.
   */
  analysePicture: ({ album, key, size }: AnalysePicture): Promise<{ facts: PictureFacts; copy: string }> =>
    watched(() =>
      scratch.within('picture', async (dir) => {
        const [upload, reduced] = [join(dir, 'upload'), join(dir, 'copy.jpg')];
        await storage.fetch(key, upload);
        const room = (picture: Size) => roomOf(album.kind, size, picture);
        const facts = await pictures.analyse(upload, { file: reduced, room });
        const copy = copyOf(album, key);
        await storage.putFile(copy, reduced);
        const where = facts.place && (await places.find(facts.place));
        const weather = await pictureModels.weather(reduced).catch(unlessRefused);
        return { facts: { ...facts, ...(where && { where }), ...(weather && { weather: weather.tag }) }, copy };
      }),
    ),
});
export type PictureAnalysis = ReturnType<typeof createPictureAnalysis>;
