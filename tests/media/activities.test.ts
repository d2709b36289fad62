import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CancelledFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createFilmRendering } from '#activities/media/film.ts';
import { createFilmStudio } from '#adapters/media/film-studio.ts';
import { createScratch } from '#adapters/scratch.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import { cutSegments } from '#domain/albums/segments.plan.ts';
import type { FilmStudio } from '#domain/ports/film-studio.ts';
import { movieRef } from '#tests/kit/album-refs.ts';
import { makeTone, noisy, planOf, probe, workFolder } from './kit.ts';

const dir = workFolder();
const storage = createLocalStorage(join(dir, 'files'));
const room = join(dir, 'scratch');
const film = { album: movieRef(7), planKey: 'movies/7/work/plan.json' };
const plan = planOf(['cut', 'fade', 'wipe', 'fade']);
const pictures = [0, 1, 2, 3].map((i) => `movies/7/${i}.jpg`);

/** The activities, and how often the studio behind them was really asked. */
function rendering() {
  const studio = createFilmStudio({ ffmpegPath: 'ffmpeg', musicFolder: dir });
  const asked = { segments: 0, soundtracks: 0 };
  const counting: FilmStudio = {
    ...studio,
    renderSegment(...args) {
      asked.segments++;
      return studio.renderSegment(...args);
    },
    renderSoundtrack(...args) {
      asked.soundtracks++;
      return studio.renderSoundtrack(...args);
    },
  };
  return { asked, activities: createFilmRendering({ studio: counting, storage, scratch: createScratch(room) }) };
}

const run = <A, R>(work: (input: A) => Promise<R>, input: A, environment = new MockActivityEnvironment()): Promise<R> =>
  environment.run(work, input) as Promise<R>;

beforeAll(async () => {
  mkdirSync(room);
  makeTone(dir, 0.1);
  await storage.put(film.planKey, Buffer.from(JSON.stringify(plan)));
  for (const [i, key] of pictures.entries()) await storage.putFile(key, await noisy(dir, `${i}.jpg`, i + 1));
});

afterEach(() => expect(readdirSync(room)).toEqual([])); // nothing stays on the worker's disk

test('a film goes from storage keys to storage keys', async () => {
  const { activities } = rendering();
  const segments: string[] = [];
  for (const segment of cutSegments(plan, 50)) {
    segments.push((await run(activities.renderSegment, { ...film, pictures, segment })).key);
  }
  const soundtrack = (await run(activities.renderSoundtrack, film)).key;
  expect([...segments, soundtrack].every((key) => key.startsWith('movies/7/work/'))).toBe(true);

  const made = await run(activities.joinFilm, { ...film, pictures, segments, soundtrack });

  const result = { result: 'movies/7/result.mp4', cover: 'movies/7/cover.jpg', width: 320, height: 180 };
  expect(made).toEqual({ ...result, coverWidth: 320, coverHeight: 180, size: expect.any(Number) });
  const kept = await Promise.all([made.result, made.cover].map((key) => storage.stat(key)));
  expect(made.size).toBe(kept.reduce((sum, file) => sum + (file?.size ?? 0), 0));
  await storage.fetch(made.result, join(dir, 'film.mp4'));
  expect(probe(join(dir, 'film.mp4'), 'stream=nb_frames', '-select_streams', 'v')).toMatchObject({
    streams: [{ nb_frames: String(plan.frames) }],
  });
  expect((await storage.readAll(made.cover)).subarray(0, 2).toString('hex')).toBe('ffd8');
});

test('what is there already is not made again; what the plan changed is', async () => {
  const { asked, activities } = rendering();
  const segment = { index: 0, from: 0, to: 20 };
  const first = await run(activities.renderSegment, { ...film, pictures, segment });
  const again = await run(activities.renderSegment, { ...film, pictures, segment });
  expect(again).toEqual(first);
  expect(asked.segments).toBe(1);

  await storage.put('movies/7/work/other.json', Buffer.from(JSON.stringify({ ...plan, template: 'other' })));
  const other = await run(activities.renderSegment, {
    ...film,
    planKey: 'movies/7/work/other.json',
    pictures,
    segment,
  });
  expect(other.key).not.toBe(first.key);
  expect(asked.segments).toBe(2);
});

test('what shows other pictures is made of them, although the plan is the same', async () => {
  const { activities } = rendering();
  const segment = { index: 0, from: 0, to: plan.frames };
  const soundtrack = (await run(activities.renderSoundtrack, film)).key;
  const covers: Buffer[] = [];
  for (const shown of [pictures, pictures.toReversed(), pictures]) {
    const { key } = await run(activities.renderSegment, { ...film, pictures: shown, segment });
    const { cover } = await run(activities.joinFilm, { ...film, pictures: shown, segments: [key], soundtrack });
    covers.push(await storage.readAll(cover));
  }
  expect(covers[1]).not.toEqual(covers[0]);
  expect(covers[2]).toEqual(covers[0]); // found, not drawn again
});

test('it beats while it works', async () => {
  const { activities } = rendering();
  const environment = new MockActivityEnvironment();
  const beats: { done: number }[] = [];
  environment.on('heartbeat', (details: { done: number }) => beats.push(details));
  const large = { ...plan, width: 1280, height: 720, template: 'large' };
  await storage.put('movies/7/work/large.json', Buffer.from(JSON.stringify(large)));
  const input = { ...film, planKey: 'movies/7/work/large.json', pictures, segment: { index: 0, from: 0, to: 130 } };
  await run(activities.renderSegment, input, environment);
  expect(beats.length).toBeGreaterThan(0);
  expect(beats.at(-1)?.done).toBeGreaterThan(0);
});

test('cancelled, it says so the way Temporal wants to hear it and stores nothing', async () => {
  const { activities } = rendering();
  const environment = new MockActivityEnvironment();
  const large = { ...plan, width: 1280, height: 720, template: 'cancelled' };
  await storage.put('movies/7/work/cancelled.json', Buffer.from(JSON.stringify(large)));
  const before = (await storage.list('movies/7')).length;
  const input = { ...film, planKey: 'movies/7/work/cancelled.json', pictures, segment: { index: 0, from: 0, to: 130 } };
  const ended = run(activities.renderSegment, input, environment);
  setTimeout(() => environment.cancel(), 200);
  await expect(ended).rejects.toThrow(CancelledFailure);
  expect((await storage.list('movies/7')).length).toBe(before);
});

test('a picture that is gone from the storage is refused', async () => {
  const { activities } = rendering();
  const input = { ...film, pictures: pictures.map((key) => `${key}.gone`), segment: { index: 0, from: 1, to: 9 } };
  await expect(run(activities.renderSegment, input)).rejects.toMatchObject({ kind: 'not_found' });
});
