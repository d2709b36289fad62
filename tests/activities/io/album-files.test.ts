import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAlbumFiles } from '#activities/io/album-files.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import { movieRef } from '#tests/kit/album-refs.ts';

const folder = await mkdtemp(join(tmpdir(), 'ensemble-movies-'));
afterAll(() => rm(folder, { recursive: true }));

test('files of albums are removed, and only theirs', async () => {
  const storage = createLocalStorage(folder);
  const { removeAlbums, removeWork } = createAlbumFiles({ storage });
  const content = Buffer.from('x');
  for (const key of [
    'movies/1/a.jpg',
    'movies/1/work/s.mp4',
    'movies/12/a.jpg',
    'movies/2/work/s.mp4',
    'movies/2/a.jpg',
    'photos/1/a.jpg',
  ])
    await storage.put(key, content);
  for (let i = 0; i < 2; i++) await removeWork({ album: movieRef(2) });
  for (let i = 0; i < 2; i++) await removeAlbums({ albums: [movieRef(1), movieRef(77)] });
  expect((await storage.list('movies')).map(({ key }) => key)).toEqual(['movies/12/a.jpg', 'movies/2/a.jpg']);
  expect(await storage.list('photos')).toHaveLength(1);
});
