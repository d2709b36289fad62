import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CancelledFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createDubbing } from '#activities/media/dubbing.ts';
import { createSoundStudio } from '#adapters/media/sound-studio.ts';
import { createScratch } from '#adapters/scratch.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import { bgmOf, originalOf, posterOf, productOf, rolePictureOf, silentOf } from '#domain/dubbing/dubbing-folder.ts';
import { clipMs, makeBgm, makeClip, planOf, whistle } from './dubbing-kit.ts';
import { make, workFolder } from './kit.ts';

const dir = workFolder();
const storage = createLocalStorage(join(dir, 'files'));
const room = join(dir, 'scratch');
const soundStudio = createSoundStudio({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });
const activities = createDubbing({ soundStudio, storage, scratch: createScratch(room) });
const run = <A, R>(work: (input: A) => Promise<R>, input: A, environment = new MockActivityEnvironment()): Promise<R> =>
  environment.run(work, input) as Promise<R>;
const plan = planOf({
  video: { silent: silentOf(1), original: originalOf(1) },
  dialogue: 'ducked',
  voices: [{ key: 'piaxi/works/1/voice.wav', startMs: 2000 }],
  bgm: { key: bgmOf(1) },
});

beforeAll(async () => {
  mkdirSync(room);
  await storage.putFile('piaxi/intake/a/clip', makeClip(dir).original);
  await storage.putFile('piaxi/intake/a/tune', makeBgm(dir));
  await storage.putFile('piaxi/intake/a/face', 'assets/avatars/default.png');
  await storage.putFile('piaxi/works/1/voice.wav', make(join(dir, 'voice.wav'), whistle(3)));
});

afterEach(() => expect(readdirSync(room)).toEqual([])); // nothing stays on the worker's disk

test('a clip, its faces and its music are taken in, as often as one likes; then a dubbing is mixed', async () => {
  const faces = [
    { roleId: 4, picture: 'piaxi/intake/a/face', atMs: 0 },
    { roleId: 5, picture: null, atMs: 3000 },
  ];
  const input = { videoId: 1, source: 'piaxi/intake/a/clip', faces };
  const facts = await run(activities.ingestClip, input);
  expect(facts).toMatchObject({ durationMs: clipMs, width: 160, height: 90, fps: 25 });
  expect(await run(activities.ingestClip, input)).toEqual(facts);
  await run(activities.ingestMusic, { bgmId: 1, source: 'piaxi/intake/a/tune' });
  for (const key of [originalOf(1), silentOf(1), posterOf(1), bgmOf(1), rolePictureOf(4), rolePictureOf(5)])
    expect((await storage.stat(key))?.size).toBeGreaterThan(500);

  const beats: unknown[] = [];
  const environment = new MockActivityEnvironment();
  environment.on('heartbeat', (details: unknown) => beats.push(details));
  const product = await run(activities.mixDubbing, { worksId: 1, plan }, environment);
  expect(product.bytes).toBe((await storage.stat(productOf(1)))?.size);
  expect(beats.length).toBeGreaterThan(0);
});

test('cancelled, a mix says so the way Temporal wants to hear it and stores nothing', async () => {
  const environment = new MockActivityEnvironment();
  const ended = run(activities.mixDubbing, { worksId: 2, plan: { ...plan, burnSubtitle: true } }, environment);
  setTimeout(() => environment.cancel(), 250);
  await expect(ended).rejects.toThrow(CancelledFailure);
  expect(await storage.stat(productOf(2))).toBeUndefined();
});

test('a recording that is gone from the storage is refused', async () => {
  const input = { worksId: 3, plan: { ...plan, voices: [{ key: 'piaxi/works/3/voice.mp3', startMs: 0 }] } };
  await expect(run(activities.mixDubbing, input)).rejects.toMatchObject({ kind: 'not_found' });
});
