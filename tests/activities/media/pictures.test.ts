import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPictureAnalysis } from '#activities/media/pictures.ts';
import { createPictureReader } from '#adapters/media/pictures/reader.ts';
import { createScratch } from '#adapters/scratch.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import { disc } from '#tests/media-pictures/made-pictures.ts';

const folder = await mkdtemp(join(tmpdir(), 'analysis-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const storage = createLocalStorage(join(folder, 'files'));
const room = join(folder, 'scratch');
const { analysePicture } = createPictureAnalysis({
  pictures: createPictureReader(),
  storage,
  scratch: createScratch(room),
});

describe('analysePicture', () => {
  test('finds out about an upload and leaves nothing behind', async () => {
    await storage.put('movies/1/a.jpg', await disc(400, 300, 0.5, 0.5, 0.2).jpeg().toBuffer());
    await expect(analysePicture({ key: 'movies/1/a.jpg' })).resolves.toMatchObject({
      width: 400,
      height: 300,
      orientation: 'landscape',
    });
    await expect(readdir(room)).resolves.toEqual([]);
  });

  test('refuses what cannot be decoded, and leaves nothing behind either', async () => {
    await storage.put('movies/1/b.jpg', Buffer.from('not a picture'));
    await expect(analysePicture({ key: 'movies/1/b.jpg' })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'bad_picture',
    });
    await expect(readdir(room)).resolves.toEqual([]);
  });

  test('does not blame the picture for a storage that has lost it', async () => {
    await expect(analysePicture({ key: 'movies/1/gone.jpg' })).rejects.not.toMatchObject({ code: 'bad_picture' });
  });
});
