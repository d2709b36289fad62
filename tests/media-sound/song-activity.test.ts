import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CancelledFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createSongIngest } from '#activities/media/songs.ts';
import { createScratch } from '#adapters/scratch.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { IngestSong, SongFacts } from '#domain/songs/song.plan.ts';
import { songFolderOf } from '#domain/songs/song-folder.ts';
import { make, workFolder } from './kit.ts';
import { songStudio } from './song-kit.ts';

const dir = workFolder();
const storage = createLocalStorage(join(dir, 'files'));
const room = join(dir, 'scratch');
const scratch = createScratch(room);
const { ingestSong } = createSongIngest({ songStudio, storage, scratch });
const run = (input: IngestSong, work = ingestSong, environment = new MockActivityEnvironment()): Promise<SongFacts> =>
  environment.run(work, input) as Promise<SongFacts>;
const stored = async (workId: string) => (await storage.list(songFolderOf(workId))).map(({ key }) => key);

beforeAll(async () => {
  mkdirSync(room);
  const long = make(join(dir, 'long.wav'), 'sine=440:r=16000:d=890');
  await storage.putFile('songs/long', long);
  await storage.putFile('songs/short', make(join(dir, 'short.mp3'), 'anoisesrc=c=pink:a=0.3:seed=7:d=8', '-ac', '2'));
  await storage.put('songs/text', Buffer.from('#EXTM3U\n'));
});

afterEach(() => expect(readdirSync(room)).toEqual([])); // nothing stays on the worker's disk

test('a song is taken in once, however often it is asked for', async () => {
  const beats: unknown[] = [];
  const environment = new MockActivityEnvironment();
  environment.on('heartbeat', (details: unknown) => beats.push(details));
  await storage.put('songs/gone-soon', await storage.readAll('songs/short'));
  const input = { workId: 'work-1', key: 'songs/gone-soon', essenceStartMs: 1000 };
  const facts = await run(input, ingestSong, environment);
  expect(facts).toMatchObject({ format: 'mp3', durationMs: 8000 });
  for (const key of [facts.peaksKey, facts.previewKey, facts.watermarkKey])
    expect((await storage.stat(key))?.size).toBeGreaterThan(500);
  expect(beats.length).toBeGreaterThan(0);

  const modified = (await storage.stat(facts.previewKey))?.modifiedAt;
  await storage.remove('songs/gone-soon'); // what was made is not made again
  expect(await run(input)).toEqual(facts);
  expect((await storage.stat(facts.previewKey))?.modifiedAt).toEqual(modified);
});

test('another essence makes another preview, beside the first one', async () => {
  const first = await run({ workId: 'work-2', key: 'songs/short' });
  const second = await run({ workId: 'work-2', key: 'songs/short', essenceStartMs: 2000 });
  expect(second.previewKey).not.toBe(first.previewKey);
  expect(second.fingerprint).toBe(first.fingerprint);
});

test.each(['peaks.json', 'watermarked.mp3', 'facts.json'])(
  'a worker lost before it stored %s leaves no facts, and the next try ends well',
  async (name) => {
    const dying: FileStorage = {
      ...storage,
      async putFile(key, path) {
        if (key.endsWith(name)) throw new Error('lost');
        await storage.putFile(key, path);
      },
    };
    const input = { workId: `work-${name}`, key: 'songs/short' };
    const { ingestSong: dies } = createSongIngest({ songStudio, storage: dying, scratch });
    await expect(run(input, dies)).rejects.toThrow('lost');
    expect(await stored(input.workId)).not.toContainEqual(expect.stringMatching(/facts.json$/));
    expect(await run(input)).toMatchObject({ durationMs: 8000 });
    expect(await stored(input.workId)).toHaveLength(4);
  },
);

test.each([100, 1500])(
  'cancelled after %d ms, it says so the way Temporal wants to hear it and stores nothing',
  async (ms) => {
    const environment = new MockActivityEnvironment();
    const ended = run({ workId: `work-c${ms}`, key: 'songs/long' }, ingestSong, environment);
    setTimeout(() => environment.cancel(), ms);
    await expect(ended).rejects.toThrow(CancelledFailure);
    expect(await stored(`work-c${ms}`)).toEqual([]);
  },
);

test('what is no song is refused for good, and so is an upload that is gone', async () => {
  await expect(run({ workId: 'work-3', key: 'songs/text' })).rejects.toMatchObject({
    kind: 'invalid',
    code: 'bad_song',
  });
  await expect(run({ workId: 'work-3', key: 'songs/nothing' })).rejects.toMatchObject({ kind: 'not_found' });
  expect(await stored('work-3')).toEqual([]);
});
