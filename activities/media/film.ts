import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { folderOf, workFolderOf, type AlbumRef } from '#domain/albums/album-folder.ts';
import type { FilmPlan, Segment } from '#domain/albums/film.plan.ts';
import type { AlbumResult } from '#domain/albums/result.plan.ts';
import { shotsWithin } from '#domain/albums/screen.plan.ts';
import type { FilmStudio } from '#domain/ports/film-studio.ts';
import type { Scratch } from '#domain/ports/scratch.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { fetchAll, once, printOf } from './once.ts';
import { watched } from './watched.ts';

interface Deps {
  studio: FilmStudio;
  storage: FileStorage;
  scratch: Scratch;
}

interface Film {
  album: AlbumRef;
  planKey: string;
}

interface Drawn extends Film {
  pictures: string[]; // storage keys, by the plan's picture number
}

interface RenderSegment extends Drawn {
  segment: Segment;
}

interface JoinFilm extends Drawn {
  segments: string[]; // storage keys, in order
  soundtrack: string;
}

const readPlan = async (storage: FileStorage, key: string): Promise<FilmPlan> =>
  JSON.parse((await storage.readAll(key)).toString('utf8')) as FilmPlan; // our own writing, checked when it was planned

/** Where the segment that holds it leaves the cover. */
const coverOf = (album: AlbumRef, plan: FilmPlan, pictures: readonly string[]): string =>
  `${workFolderOf(album)}/cover-${printOf(plan, pictures)}.jpg`;

/** Runs on media workers, on any machine: from storage keys to storage keys, leaving nothing behind on the local disk. */
export const createFilmRendering = (deps: Deps) => ({
  /** Draws and encodes one segment; only the pictures that it shows are fetched. */
  async renderSegment({ album, planKey, pictures, segment }: RenderSegment): Promise<{ key: string }> {
    const plan = await readPlan(deps.storage, planKey);
    const shown = new Set(shotsWithin(plan, segment.from, segment.to).map(({ picture }) => picture));
    const print = printOf(plan, pictures, segment.from, segment.to);
    const key = `${workFolderOf(album)}/segment-${segment.index}-${print}.mp4`;
    return once(deps, key, async (out, dir, job) => {
      const keys = pictures.map((picture, i) => (shown.has(i) ? picture : ''));
      const files = await fetchAll(deps.storage, keys, dir);
      const cover = join(dir, 'cover.jpg');
      const { hasCover } = await deps.studio.renderSegment({ plan, segment, pictures: files, out, cover }, job);
      job.signal.throwIfAborted();
      if (hasCover) await deps.storage.putFile(coverOf(album, plan, pictures), cover);
    });
  },

  async renderSoundtrack({ album, planKey }: Film): Promise<{ key: string }> {
    const plan = await readPlan(deps.storage, planKey);
    const key = `${workFolderOf(album)}/soundtrack-${printOf(plan.music, plan.frames, plan.fps)}.m4a`;
    return once(deps, key, (out, _dir, job) => deps.studio.renderSoundtrack({ plan, out }, job));
  },

  /** Joins the segments and puts the cover beside them: the finished film. */
  joinFilm: ({ album, planKey, pictures, segments, soundtrack }: JoinFilm): Promise<AlbumResult> =>
    watched((job) =>
      deps.scratch.within('join', async (dir) => {
        const { studio, storage } = deps;
        const plan = await readPlan(storage, planKey);
        const [sound = '', ...parts] = await fetchAll(storage, [soundtrack, ...segments], dir);
        const film = join(dir, 'film.mp4');
        await studio.joinFilm({ segments: parts, soundtrack: sound, out: film }, job);
        job.signal.throwIfAborted();
        const [result, cover] = [`${folderOf(album)}/result.mp4`, `${folderOf(album)}/cover.jpg`];
        const still = await storage.readAll(coverOf(album, plan, pictures));
        await storage.put(cover, still);
        await storage.putFile(result, film);
        const size = still.length + (await stat(film)).size;
        const { width, height } = plan;
        return { result, cover, width, height, coverWidth: width, coverHeight: height, size };
      }),
    ),
});
export type FilmRendering = ReturnType<typeof createFilmRendering>;
