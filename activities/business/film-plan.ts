import { infoFile, uploadKeyOf, workFolderOf, type AlbumRef } from '#domain/albums/album-folder.ts';
import { readFilmArguments, type FilmArguments, type Upload } from '#domain/albums/film-arguments.ts';
import { planFilm } from '#domain/albums/film-making.plan.ts';
import type { Segment } from '#domain/albums/film.plan.ts';
import { keywordsOf } from '#domain/albums/keywords.plan.ts';
import { matchLook } from '#domain/albums/mood.plan.ts';
import type { FilmPicture, PictureFacts } from '#domain/albums/picture.plan.ts';
import { choosePoem, gloomyCharacters, machineMade, type Poem, type PoemKind } from '#domain/albums/poem.plan.ts';
import { cutSegments } from '#domain/albums/segments.plan.ts';
import type { FilmAssets } from '#domain/ports/assets.ts';
import { hash } from '#domain/poems/draws.plan.ts';
import type { Poet } from '#domain/ports/poet.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';

interface Deps {
  storage: FileStorage;
  assets: FilmAssets;
  poet: Poet;
  mostPictures?: number; // a benchmark may want more than a user has
}

interface WritePoem {
  album: AlbumRef;
  pictures: FilmPicture[];
  title: string;
  kind?: PoemKind;
  weather?: string; // a word of verse; comes first
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

/** For a process a busy poet is no refusal: it is asked again later. */
function untilItHasTime(error: unknown): never {
  throw error instanceof DomainError && error.kind === 'too_many' ? new Error(error.code, { cause: error }) : error;
}

/** Stages 101, 103 and 104: what to show, which poem goes with it, and how. Nothing here draws. */
export const createFilmPlanning = ({ storage, assets, poet, mostPictures }: Deps) => ({
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

  /** A poem for what the pictures show, or for the title where they show nothing: a new one, or a classical one. */
  async writePoem({ album, pictures, title, weather, kind = 'written' }: WritePoem): Promise<Poem> {
    const keywords = keywordsOf(pictures, assets.labels);
    const seed = String(album.albumId); // the same album gets the same poem
    const sky = weather === undefined ? [] : [weather];
    if (kind === 'classical') return choosePoem({ keywords, title, seed, poems: assets.poems });
    const wish = {
      pictures,
      keywords: [...sky, ...(keywords.length === 0 ? [title] : [])],
      avoid: gloomyCharacters,
      seed,
      count: 1,
    };
    const length = hash(seed) % 2 === 0 ? 5 : 7;
    const { poems, words } = await poet.write({ ...wish, length }).catch(untilItHasTime);
    return { text: (poems[0]?.lines ?? []).join('\n'), author: machineMade, title: '', keywords: words };
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
