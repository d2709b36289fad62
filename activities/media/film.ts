import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { FilmPlan, Segment } from '#domain/albums/film.plan.ts';
import { folderOf, workFolderOf } from '#domain/albums/movie-folder.ts';
import { shotsWithin } from '#domain/albums/screen.plan.ts';
import type { FilmStudio, Job } from '#domain/ports/film-studio.ts';
import type { Scratch } from '#domain/ports/scratch.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { watched } from './watched.ts';

interface Deps {
  studio: FilmStudio;
  storage: FileStorage;
  scratch: Scratch;
}

interface Film {
  movieId: number;
  planKey: string;
}

interface RenderSegment extends Film {
  pictures: string[]; // storage keys, by the plan's picture number
  segment: Segment;
}

interface JoinFilm extends Film {
  segments: string[]; // storage keys, in order
  soundtrack: string;
}

interface MadeFilm {
  movie: string;
  cover: string;
  width: number;
  height: number;
  frames: number;
  bytes: number;
}

/** Names a result by everything that it depends on: what exists under its name need not be made again. */
const printOf = (...parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

const readPlan = async (storage: FileStorage, key: string): Promise<FilmPlan> =>
  JSON.parse((await storage.readAll(key)).toString('utf8')) as FilmPlan; // our own writing, checked when it was planned

/** Where the segment that holds it leaves the cover. */
const coverOf = (movieId: number, plan: FilmPlan): string => `${workFolderOf(movieId)}/cover-${printOf(plan)}.jpg`;

/** Local copies of stored files; an empty key stands for a file that nobody will open. */
const fetchAll = (storage: FileStorage, keys: readonly string[], dir: string): Promise<string[]> =>
  Promise.all(
    keys.map(async (key, i) => {
      const file = join(dir, `in${i}`);
      if (key !== '') await storage.fetch(key, file);
      return file;
    }),
  );

/** Makes a file in a folder of its own and stores it, unless it is there already. */
const once = (
  { storage, scratch }: Deps,
  key: string,
  make: (out: string, dir: string, job: Job) => Promise<void>,
): Promise<{ key: string }> =>
  watched(async (job) => {
    if ((await storage.stat(key)) !== undefined) return { key };
    return scratch.within(basename(key), async (dir) => {
      const out = join(dir, 'out');
      await make(out, dir, job);
      job.signal.throwIfAborted();
      await storage.putFile(key, out);
      return { key };
    });
  });

/** Runs on media workers, on any machine: from storage keys to storage keys, leaving nothing behind on the local disk. */
export const createFilmRendering = (deps: Deps) => ({
  /** Draws and encodes one segment; only the pictures that it shows are fetched. */
  async renderSegment({ movieId, planKey, pictures, segment }: RenderSegment): Promise<{ key: string }> {
    const plan = await readPlan(deps.storage, planKey);
    const shown = new Set(shotsWithin(plan, segment.from, segment.to).map(({ picture }) => picture));
    const print = printOf(plan, pictures, segment.from, segment.to);
    const key = `${workFolderOf(movieId)}/segment-${segment.index}-${print}.mp4`;
    return once(deps, key, async (out, dir, job) => {
      const keys = pictures.map((picture, i) => (shown.has(i) ? picture : ''));
      const files = await fetchAll(deps.storage, keys, dir);
      const cover = join(dir, 'cover.jpg');
      const { hasCover } = await deps.studio.renderSegment({ plan, segment, pictures: files, out, cover }, job);
      job.signal.throwIfAborted();
      if (hasCover) await deps.storage.putFile(coverOf(movieId, plan), cover);
    });
  },

  async renderSoundtrack({ movieId, planKey }: Film): Promise<{ key: string }> {
    const plan = await readPlan(deps.storage, planKey);
    const key = `${workFolderOf(movieId)}/soundtrack-${printOf(plan.music, plan.frames, plan.fps)}.m4a`;
    return once(deps, key, (out, _dir, job) => deps.studio.renderSoundtrack({ plan, out }, job));
  },

  /** Joins the segments and puts the cover beside them: the finished film of the movie. */
  joinFilm: ({ movieId, planKey, segments, soundtrack }: JoinFilm): Promise<MadeFilm> =>
    watched((job) =>
      deps.scratch.within('join', async (dir) => {
        const { studio, storage } = deps;
        const plan = await readPlan(storage, planKey);
        const [sound = '', ...parts] = await fetchAll(storage, [soundtrack, ...segments], dir);
        const film = join(dir, 'film.mp4');
        await studio.joinFilm({ segments: parts, soundtrack: sound, out: film }, job);
        job.signal.throwIfAborted();
        const [movie, cover] = [`${folderOf(movieId)}/result.mp4`, `${folderOf(movieId)}/cover.jpg`];
        await storage.put(cover, await storage.readAll(coverOf(movieId, plan)));
        await storage.putFile(movie, film);
        const { width, height, frames } = plan;
        return { movie, cover, width, height, frames, bytes: (await storage.stat(movie))?.size ?? 0 };
      }),
    ),
});
export type FilmRendering = ReturnType<typeof createFilmRendering>;
