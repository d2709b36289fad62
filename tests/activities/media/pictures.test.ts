import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import sharp from 'sharp';
import { createPictureAnalysis } from '#activities/media/pictures.ts';
import { createPictureReader } from '#adapters/media/pictures/reader.ts';
import { createPictureModels } from '#adapters/media/models/picture-models.ts';
import { createModelPool } from '#adapters/models/pool.ts';
import { createPlaces } from '#adapters/places/places.ts';
import { createScratch } from '#adapters/scratch.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import type { AlbumRef } from '#domain/albums/album-folder.ts';
import { movieRef } from '#tests/kit/album-refs.ts';
import { disc } from '#tests/media-pictures/made-pictures.ts';

const folder = await mkdtemp(join(tmpdir(), 'analysis-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const storage = createLocalStorage(join(folder, 'files'));
const room = join(folder, 'scratch');
const models = createModelPool({ threads: 1, timeLimitMs: 300_000 });
afterAll(() => models.close());
const activities = createPictureAnalysis({
  pictures: createPictureReader(),
  pictureModels: createPictureModels(models),
  places: createPlaces(),
  storage,
  scratch: createScratch(room),
});
const size = { width: 640, height: 360 };
const analyse = (
  key: string,
  album: AlbumRef = movieRef(1),
): Promise<Awaited<ReturnType<typeof activities.analysePicture>>> =>
  new MockActivityEnvironment().run(activities.analysePicture, { album, key, size });

describe('analysePicture', () => {
  test('finds out about an upload and leaves nothing behind', async () => {
    await storage.put('movies/1/a.jpg', await disc(400, 300, 0.5, 0.5, 0.2).jpeg().toBuffer());
    await expect(analyse('movies/1/a.jpg')).resolves.toMatchObject({
      facts: {
        width: 400,
        height: 300,
        orientation: 'landscape',
        weather: expect.stringMatching(/^(?:cloudy|rainy|snow|sunny)$/),
      },
      copy: 'movies/1/work/picture-a.jpg',
    });
    await expect(readdir(room)).resolves.toEqual([]);
  });

  test.each([
    ['a landscape covers the frame at the closest zoom', 3000, 2000, 768, 512],
    ['an upright picture stands inside it', 2000, 4000, 216, 432],
    ['a panorama lies inside it', 8000, 1000, 768, 96],
    ['a small picture stays as it is', 300, 200, 300, 200],
  ])('leaves a copy as large as the film needs: %s', async (_name, width, height, ...expected) => {
    const plain = sharp({ create: { width, height, channels: 3, background: '#4080c0' } });
    await storage.put('movies/1/c.jpg', await plain.jpeg().toBuffer());
    const { copy } = await analyse('movies/1/c.jpg');
    const meta = await sharp(await storage.readAll(copy)).metadata();
    expect([meta.format, meta.width, meta.height]).toEqual(['jpeg', ...expected]);
  });

  test('copies a picture that is longer than any JPEG for a long picture, too', async () => {
    const plain = sharp({ create: { width: 70_000, height: 30, channels: 3, background: '#4080c0' } });
    await storage.put('photos/1/l.png', await plain.png().toBuffer());
    const { copy } = await analyse('photos/1/l.png', { kind: 'photo', albumId: 1 });
    const { width, height } = await sharp(await storage.readAll(copy)).metadata();
    expect([width, height]).toEqual([16_384, 7]);
  });

  test('a copy is upright and without metadata', async () => {
    const turned = disc(400, 300, 0.5, 0.5, 0.2)
      .withExif({ IFD0: { Artist: 'me' } })
      .withMetadata({ orientation: 6 });
    await storage.put('movies/1/d.jpg', await turned.jpeg().toBuffer());
    const { copy } = await analyse('movies/1/d.jpg');
    const meta = await sharp(await storage.readAll(copy)).metadata();
    expect(meta).toMatchObject({ width: 300, height: 400 });
    expect([meta.exif, meta.orientation]).toEqual([undefined, undefined]);
  });

  test.each([
    ['in China', '39/1 54/1 27/1', { province: '北京市', city: '北京市', county: '东城区' }],
    ['at sea', '1/1 0/1 0/1', undefined],
  ])('says where a picture was taken %s', async (_name, latitude, where) => {
    const told = disc(64, 48, 0.5, 0.5, 0.2).withExif({
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: latitude, GPSLongitudeRef: 'E', GPSLongitude: '116/1 23/1 17/1' },
    });
    await storage.put('movies/1/e.jpg', await told.jpeg().toBuffer());
    const { facts } = await analyse('movies/1/e.jpg');
    expect(facts.place).toBeDefined();
    expect(facts.where).toEqual(where);
  });

  test('refuses what cannot be decoded, and leaves nothing behind either', async () => {
    await storage.put('movies/1/b.jpg', Buffer.from('not a picture'));
    await expect(analyse('movies/1/b.jpg')).rejects.toMatchObject({
      kind: 'invalid',
      code: 'bad_picture',
    });
    await expect(readdir(room)).resolves.toEqual([]);
  });

  test('does not blame the picture for a storage that has lost it', async () => {
    await expect(analyse('movies/1/gone.jpg')).rejects.not.toMatchObject({ code: 'bad_picture' });
  });
});
