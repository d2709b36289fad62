// A process like a media worker: it waits, does one piece of work when told so, and reports what that cost.
import { execFile } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createFilmRendering } from '#activities/media/film.ts';
import { createPictureAnalysis } from '#activities/media/pictures.ts';
import { createFilmStudio } from '#adapters/media/film-studio.ts';
import { audioOutput } from '#adapters/media/ffmpeg/options.ts';
import { rawInput, videoOutput } from '#adapters/media/film/encoding.ts';
import { createPictureReader } from '#adapters/media/pictures/reader.ts';
import { createPainter } from '#adapters/media/film/painter.ts';
import { createPictureModels } from '#adapters/media/models/picture-models.ts';
import { createModelPool } from '#adapters/models/pool.ts';
import { createPlaces } from '#adapters/places/places.ts';
import { createScratch } from '#adapters/scratch.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import { copyOf, folderOf, uploadKeyOf, workFolderOf } from '#domain/albums/album-folder.ts';
import type { FilmPlan } from '#domain/albums/film.plan.ts';
import { cutSegments } from '#domain/albums/segments.plan.ts';
import { filesFolder, workFolder } from './assets.ts';
import { costOf } from './measure.ts';
import { zoompanArgs } from './zoompan.ts';

/** `analyse` and `chain`: our activities of stages 102 and 105; `floor`: the same encoder fed from memory; `zoompan`: ffmpeg alone; `frames`: our frames, not encoded; `dump`: into the file the floor reads. */
export interface FilmWork {
  kind: 'analyse' | 'chain' | 'floor' | 'zoompan' | 'frames' | 'dump';
  plan: FilmPlan;
  photos: string[];
  music: { folder: string; file: string };
  raw: string;
  slots: number;
}

const run = promisify(execFile);
const out = join(workFolder, 'out');
const album = { kind: 'movie', albumId: 1 } as const;
const planKey = `${workFolderOf(album)}/plan.json`;
const storage = createLocalStorage(filesFolder);
const scratch = createScratch(join(workFolder, 'scratch'));

/** Runs an activity as a worker does. */
const activity = <A, R>(work: (input: A) => Promise<R>, input: A): Promise<R> =>
  new MockActivityEnvironment().run(work, input) as Promise<R>;

/** Stage 102: every photo decoded once, looked at, and left as a working copy. */
async function analyse({ plan, photos, slots }: FilmWork): Promise<() => Promise<unknown>> {
  await storage.removeAll(folderOf(album));
  for (const [i, photo] of photos.entries()) await storage.putFile(uploadKeyOf(album, `${i}.jpg`), photo);
  const analysis = createPictureAnalysis({
    pictures: createPictureReader(),
    pictureModels: createPictureModels(createModelPool({ threads: 1 })),
    places: createPlaces(),
    storage,
    scratch,
  });
  const { width, height } = plan;
  const tasks = photos.map((_, index) => () => {
    const key = uploadKeyOf(album, `${index}.jpg`);
    return activity(analysis.analysePicture, { album, key, size: { width, height } });
  });
  return () => atMost(slots, tasks);
}

/** Stage 105 as the workflow schedules it, from the working copies to the film. */
async function chain({ plan, photos, music, slots }: FilmWork): Promise<() => Promise<void>> {
  const studio = createFilmStudio({ ffmpegPath: 'ffmpeg', musicFolder: music.folder });
  await studio.check();
  const film = createFilmRendering({ studio, storage, scratch });
  for (const { key } of await storage.list(workFolderOf(album)))
    if (!key.includes('/picture-')) await storage.remove(key);
  await storage.put(planKey, Buffer.from(JSON.stringify(plan)));
  const pictures = photos.map((_, i) => copyOf(album, `${i}.jpg`));
  return async () => {
    const base = { album, planKey };
    const segments = cutSegments(plan);
    const tasks = [
      () => activity(film.renderSoundtrack, base),
      ...segments.map((segment) => () => activity(film.renderSegment, { ...base, pictures, segment })),
    ];
    const [soundtrack, ...parts] = await atMost(slots, tasks);
    const keys = parts.map(({ key }) => key);
    await activity(film.joinFilm, { ...base, pictures, segments: keys, soundtrack: soundtrack?.key ?? '' });
  };
}

/** Runs tasks in order, so many at once: what a worker with so many slots does. */
async function atMost<T>(slots: number, tasks: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const waiting = tasks.entries();
  const slot = async () => {
    for (const [i, task] of waiting) results[i] = await task();
  };
  await Promise.all(Array.from({ length: slots }, slot));
  return results;
}

function floor({ plan, raw, music }: FilmWork): () => Promise<unknown> {
  const seconds = plan.frames / plan.fps;
  const fade = plan.music.fadeOut / plan.fps;
  const sound = `aresample=48000,atrim=0:${seconds},afade=t=out:st=${seconds - fade}:d=${fade},volume=-3dB`;
  const inputs = ['-v', 'error', '-nostdin', '-y', ...rawInput(plan), '-i', raw, '-i', music.file];
  const maps = ['-map', '0:v', '-map', '1:a', '-af', sound, ...videoOutput(plan), ...audioOutput];
  return () => run('ffmpeg', [...inputs, ...maps, '-movflags', '+faststart', join(out, 'floor.mp4')]);
}

const everyFrame = ({ plan, photos }: FilmWork) => ({
  plan,
  from: 0,
  to: plan.frames,
  pictures: photos.map((_, i) => join(filesFolder, copyOf(album, `${i}.jpg`))),
});

async function dump(work: FilmWork): Promise<void> {
  rmSync(work.raw, { force: true });
  const file = openSync(work.raw, 'w');
  await createPainter()(everyFrame(work), (bytes) => void writeSync(file, bytes));
  closeSync(file);
}

async function prepare(work: FilmWork): Promise<() => Promise<unknown>> {
  switch (work.kind) {
    case 'analyse':
      return analyse(work);
    case 'chain':
      return chain(work);
    case 'floor':
      return floor(work);
    case 'zoompan':
      return () => run('ffmpeg', zoompanArgs(work.plan, work.photos, work.music.file, join(out, 'zoompan.mp4')));
    case 'frames':
      return () => createPainter()(everyFrame(work), () => undefined);
    case 'dump':
      return () => dump(work);
  }
}

process.once('message', (work: FilmWork) => {
  void (async () => {
    const go = await prepare(work);
    globalThis.gc?.(); // idle as a worker is that has started long ago
    await sleep(300);
    process.send?.('idle');
    process.once('message', () => {
      void costOf(go).then((cost) => process.send?.(cost, () => process.exit()));
    });
  })();
});
