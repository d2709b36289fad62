import { infoFile, uploadKeyOf, workFolderOf, type AlbumRef } from '#domain/albums/album-folder.ts';
import { readFilmArguments, type FilmArguments, type Upload } from '#domain/albums/film-arguments.ts';
import { planFilm } from '#domain/albums/film-making.plan.ts';
import type { Segment } from '#domain/albums/film.plan.ts';
import { keywordsOf } from '#domain/albums/keywords.plan.ts';
import { matchLook } from '#domain/albums/mood.plan.ts';
import type { FilmPicture, PictureFacts } from '#domain/albums/picture.plan.ts';
import { choosePoem, type Poem } from '#domain/albums/poem.plan.ts';
import { cutSegments } from '#domain/albums/segments.plan.ts';
import type { FilmAssets } from '#domain/ports/assets.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';

interface Deps {
  storage: FileStorage;
  assets: FilmAssets;
  mostPictures?: number; // a benchmark may want more than a user has
}

interface PlanMovie {
  album: AlbumRef;
  facts: PictureFacts[]; // one for each picture, in film order
  title: string;
  description: string;
  poem: Poem;
  size: { width: number; height: number };
}

/** What the workflow needs to know of a plan; the plan itself lies in the storage. */
interface PlannedMovie {
  planKey: string;
  template: string;
  frames: number;
  segments: Segment[];
}

const largestInfo = 256 * 1024; // bytes

/** Stages 101, 103 and 104: what to show, which poem goes with it, and how. Nothing here draws. */
export const createFilmPlanning = ({ storage, assets, mostPictures }: Deps) => ({
  /** Reads and checks the folder's info.json against the uploads, which come in upload order. */
  async readArguments({ album, uploads }: { album: AlbumRef; uploads: Upload[] }): Promise<FilmArguments> {
    const key = uploadKeyOf(album, infoFile);
    const stored = await storage.stat(key);
    if (stored !== undefined && stored.size > largestInfo)
      throw new DomainError('invalid', 'bad_arguments', 'info.json：文件超过 256 KB');
    const info = stored === undefined ? undefined : (await storage.readAll(key)).toString('utf8');
    const pictures = uploads.filter((upload) => !upload.key.endsWith(`/${infoFile}`));
    return readFilmArguments(info, pictures, mostPictures);
  },

  /** An existing classical poem for what the pictures show. */
  writePoem({ album, pictures, title }: { album: AlbumRef; pictures: FilmPicture[]; title: string }): Promise<Poem> {
    const keywords = keywordsOf(pictures, assets.labels);
    return Promise.resolve(choosePoem({ keywords, title, seed: String(album.albumId), poems: assets.poems }));
  },

  /** Chooses a template, plans the film and keeps the plan as work/plan.json of its folder. */
  async planMovie({ album, facts, ...film }: PlanMovie): Promise<PlannedMovie> {
    const template = matchLook(facts, assets.templates);
    const music = assets.music[template.music];
    if (music === undefined) throw new Error(`no music ${template.music}`);
    const plan = planFilm({ ...film, facts, template, music });
    const planKey = `${workFolderOf(album)}/plan.json`;
    await storage.put(planKey, Buffer.from(JSON.stringify(plan)));
    return { planKey, template: plan.template, frames: plan.frames, segments: cutSegments(plan) };
  },
});
export type FilmPlanning = ReturnType<typeof createFilmPlanning>;
