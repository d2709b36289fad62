import { DomainError } from '#domain/shared/errors.ts';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancelledFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import sharp from 'sharp';
import { createSheetPlanning } from '#activities/business/sheet-plan.ts';
import { createPictureAnalysis } from '#activities/media/pictures.ts';
import { createSheetRendering } from '#activities/media/sheet.ts';
import { loadFilmAssets } from '#adapters/assets.ts';
import { createPictureReader } from '#adapters/media/pictures/reader.ts';
import { createSheetStudio } from '#adapters/media/sheet-studio.ts';
import { createScratch } from '#adapters/scratch.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import type { SheetPlan } from '#domain/albums/sheet.plan.ts';
import { photoRef } from '#tests/kit/album-refs.ts';
import { buildFacts } from '#tests/domain/albums/samples.ts';

const folder = await mkdtemp(join(tmpdir(), 'sheet-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const storage = createLocalStorage(join(folder, 'files'));
const room = join(folder, 'scratch');
const scratch = createScratch(room);
const assets = await loadFilmAssets();
const xihu = { province: '浙江省', city: '杭州市', county: '西湖区' };
const { planSheet } = createSheetPlanning({ storage, assets });
const { analysePicture } = createPictureAnalysis({
  pictures: createPictureReader(),
  pictureModels: { weather: () => Promise.reject(new DomainError('too_many', 'overloaded')) }, // goes without
  places: { find: async () => undefined },
  storage,
  scratch,
});
const { drawSheet } = createSheetRendering({ sheets: createSheetStudio(), storage, scratch });
const poem = {
  text: '白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼',
  author: '王之涣',
  title: '登鹳雀楼',
  keywords: [],
};
const words = { title: '山野行记', description: '', poem, showsPlaces: true };

const run = <A, R>(activity: (asked: A) => Promise<R>, asked: A): Promise<R> =>
  new MockActivityEnvironment().run(activity, asked) as Promise<R>;
const planAt = async (key: string) => JSON.parse((await storage.readAll(key)).toString('utf8')) as SheetPlan;
const textOf = ({ sheet }: SheetPlan): string =>
  sheet.blocks.flatMap(({ marks }) => marks.map((mark) => ('text' in mark ? mark.text : ''))).join('\n');

/** Pictures of an album, looked at as stage 102 does. */
async function looked(albumId: number, sizes: [number, number][]) {
  const found = [];
  for (const [index, [width, height]] of sizes.entries()) {
    const key = `photos/${albumId}/${index}.jpg`;
    const background = { r: 40 + 60 * index, g: 120, b: 90 };
    const jpeg = sharp({ create: { width, height, channels: 3, background } })
      .withExif({ IFD0: { Artist: 'me' } })
      .jpeg();
    await storage.put(key, await jpeg.toBuffer());
    found.push(await run(analysePicture, { album: photoRef(albumId), index, key, size: { width: 640, height: 360 } }));
  }
  return { facts: found.map(({ facts }) => facts), copies: found.map(({ copy }) => copy) };
}

describe('a long picture', () => {
  test('is made of uploads, and its four sizes are those of its files', async () => {
    const album = photoRef(1);
    const { facts, copies } = await looked(1, [
      [2400, 1600],
      [1600, 2400],
      [300, 200],
    ]);
    const { planKey, design } = await planSheet({ album, facts, captions: ['桥', '', ''], ...words });
    expect(assets.designs.map(({ id }) => id)).toContain(design);
    expect(textOf(await planAt(planKey))).toContain('桥');

    const made = await run(drawSheet, { album, planKey, pictures: copies });
    expect(made).toMatchObject({ result: 'photos/1/result.jpg', cover: 'photos/1/cover.jpg' });
    const result = await sharp(await storage.readAll(made.result)).metadata();
    const cover = await sharp(await storage.readAll(made.cover)).metadata();
    expect(made.size).toBe(
      (await Promise.all([made.result, made.cover].map((key) => storage.stat(key)))).reduce(
        (sum, file) => sum + (file?.size ?? 0),
        0,
      ),
    );
    expect([result.format, result.width, result.height]).toEqual(['jpeg', made.width, made.height]);
    expect([cover.format, cover.width, cover.height]).toEqual(['jpeg', made.coverWidth, made.coverHeight]);
    expect([result.exif, cover.exif]).toEqual([undefined, undefined]);
    expect(await readdir(room)).toEqual([]);
  });

  test('is the same when it is drawn twice', async () => {
    const album = photoRef(2);
    const { facts, copies } = await looked(2, [[400, 300]]);
    const { planKey } = await planSheet({ album, facts, captions: [''], ...words });
    const once = await run(drawSheet, { album, planKey, pictures: copies });
    const first = await storage.readAll(once.result);
    expect(await run(drawSheet, { album, planKey, pictures: copies })).toEqual(once);
    expect((await storage.readAll(once.result)).equals(first)).toBe(true);
  });

  test.each([
    ['a landscape', 4000, 3000, 1152, 864],
    ['an upright picture', 3000, 4000, 1080, 1440],
    ['a panorama', 6000, 1000, 5184, 864],
    ['a small picture, as it is', 300, 200, 300, 200],
  ])('has working copies over its whole width: %s', async (_name, width, height, ...expected) => {
    const { copies } = await looked(3, [[width, height]]);
    const meta = await sharp(await storage.readAll(copies[0] ?? '')).metadata();
    expect([meta.width, meta.height]).toEqual(expected);
  });

  test('leaves nothing when it is cancelled', async () => {
    const album = photoRef(4);
    const { facts, copies } = await looked(4, [[400, 300]]);
    const { planKey } = await planSheet({ album, facts, captions: [''], ...words });
    const environment = new MockActivityEnvironment();
    const ended = environment.run(drawSheet, { album, planKey, pictures: copies });
    environment.cancel();
    await expect(ended).rejects.toBeInstanceOf(CancelledFailure);
    expect(await storage.stat('photos/4/result.jpg')).toBeUndefined();
    expect(await readdir(room)).toEqual([]);
  });

  test('refuses a working copy that is no picture, and does not try again', async () => {
    const album = photoRef(5);
    const { facts, copies } = await looked(5, [[400, 300]]);
    const { planKey } = await planSheet({ album, facts, captions: [''], ...words });
    await storage.put(copies[0] ?? '', Buffer.from('gone bad'));
    await expect(run(drawSheet, { album, planKey, pictures: copies })).rejects.toMatchObject({ code: 'bad_picture' });
  });
});

const at = (latitude: number) =>
  buildFacts({
    place: { latitude, longitude: 120 },
    takenAt: '2021-03-28T10:00:00',
    ...(latitude > 0 && { where: xihu }),
  });

const plan = async (more: object, ...latitudes: number[]) => {
  const facts = latitudes.map(at);
  const asked = { album: photoRef(6), facts, captions: facts.map(() => ''), ...words, ...more };
  return textOf(await planAt((await planSheet(asked)).planKey));
};

describe('places in a long picture', () => {
  test.each([
    ['are said where they are known', {}, [30, -30], '杭州'],
    ['are not said where the owner does not want it', { showsPlaces: false }, [30, -30], undefined],
    ['are not said of the sea and abroad', {}, [-30, -40], undefined],
  ] as const)('%s', async (_name, more, latitudes, said) => {
    const text = await plan(more, ...latitudes);
    if (said === undefined) expect(text).not.toContain('杭州');
    else expect(text).toContain(said);
    expect(text).not.toContain('120');
  });
});
