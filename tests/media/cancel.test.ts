import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDrawingRoom } from '#adapters/media/film/drawing-room.ts';
import { createFilmStudio } from '#adapters/media/film-studio.ts';
import { makeTone, noisy, planOf, workFolder } from './kit.ts';

const dir = workFolder();
const studio = createFilmStudio({ ffmpegPath: 'ffmpeg', musicFolder: dir });
const plan = planOf(['cut', 'fade', 'fade', 'fade'], { width: 1280, height: 720 });
plan.shots.forEach((shot, i) => Object.assign(shot, { start: i * 500, frames: 520 }));
plan.frames = 2000;

/** Processes that have a file of our folder in their command line. */
const atWork = (): string[] =>
  readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dir);
    } catch {
      return false; // it has just ended
    }
  });

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 100_000; !condition() && Date.now() < end;) await sleep(50);
  expect(condition()).toBe(true);
}

const took: number[] = []; // ms from each cancellation to the end

async function rendering(signal: AbortSignal, index = 0) {
  const pictures = await Promise.all([1, 2, 3, 4].map((seed) => noisy(dir, `${seed}.jpg`, seed)));
  const out = join(dir, `cut-${index}.mp4`);
  let done = 0;
  const segment = { index, from: 0, to: 2000 };
  const onProgress = (share: number) => void (done = share);
  const ended = studio.renderSegment({ plan, segment, pictures, out, cover: `${out}.jpg` }, { signal, onProgress });
  ended.catch(() => undefined);
  return { ended, progress: () => done };
}

const left = () => readdirSync(dir).filter((name) => name.startsWith('cut'));

test('cancelling stops the encoder and leaves nothing', async () => {
  const stop = new AbortController();
  const { ended, progress } = await rendering(stop.signal);
  await until(() => progress() > 0.01);
  expect(atWork().length).toBeGreaterThan(0);

  const asked = performance.now();
  stop.abort(new Error('nobody wants it'));
  await expect(ended).rejects.toThrow('nobody wants it');
  await until(() => atWork().length === 0);
  took.push(performance.now() - asked);
  expect(left()).toEqual([]);
});

test.each([0, 1, 5, 20, 60, 150])('cancelling after %d ms is as good', async (ms) => {
  const stop = new AbortController();
  const { ended } = await rendering(stop.signal);
  await sleep(ms);
  const asked = performance.now();
  stop.abort(new Error('never mind'));
  await expect(ended).rejects.toThrow('never mind');
  await until(() => atWork().length === 0);
  took.push(performance.now() - asked);
  expect(left()).toEqual([]);
});

test('it has mostly taken a few seconds at most, whatever held the machine up', () => {
  expect(took.toSorted((a, b) => a - b)[3]).toBeLessThan(15_000);
});

test('one that waits for its turn goes at once, and the next one gets the turn', async () => {
  const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
  const one = await rendering(first.signal, 1);
  await until(() => one.progress() > 0);
  const two = await rendering(second.signal, 2);
  const three = await rendering(third.signal, 3);
  second.abort(new Error('not now'));
  await expect(two.ended).rejects.toThrow('not now');
  first.abort(new Error('enough'));
  await expect(one.ended).rejects.toThrow('enough');
  await until(() => three.progress() > 0);
  third.abort(new Error('the end'));
  await expect(three.ended).rejects.toThrow('the end');
  expect(left()).toEqual([]);
});

test('a thread that does not listen in time is ended by force, and the caller hears why', async () => {
  const stop = new AbortController();
  const job = { run: { plan, from: 0, to: 1, pictures: [] }, still: { frame: 0, file: '' }, socket: '' };
  const hear = { onListening: () => undefined, onDrawn: () => undefined };
  const drawn = createDrawingRoom(0).draw(job, stop.signal, hear);
  stop.abort(new Error('at once'));
  await expect(drawn).rejects.toThrow('at once');
});

test('a killed encoder is an error, not a hang', async () => {
  const { ended, progress } = await rendering(new AbortController().signal);
  await until(() => progress() > 0.01);
  atWork().forEach((pid) => process.kill(Number(pid), 'SIGKILL'));
  await expect(ended).rejects.toThrow(/killed with signal SIGKILL/);
  expect(left()).toEqual([]);
});

test('a soundtrack can be cancelled as well', async () => {
  makeTone(dir, 0.1);
  const stop = new AbortController();
  const out = join(dir, 'cut.m4a');
  const ended = studio.renderSoundtrack({ plan: { ...plan, frames: 7000 }, out }, { signal: stop.signal });
  await sleep(60);
  stop.abort(new Error('silence'));
  await expect(ended).rejects.toThrow('silence');
  expect(left()).toEqual([]);
});
