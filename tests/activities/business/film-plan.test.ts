import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFilmPlanning } from '#activities/business/film-plan.ts';
import { loadFilmAssets } from '#adapters/assets.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import type { FilmPlan } from '#domain/albums/film.plan.ts';
import type { PoemWish, Poet } from '#domain/ports/poet.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { movieRef } from '#tests/kit/album-refs.ts';
import { anyFacts } from '#tests/domain/albums/samples.ts';

const folder = await mkdtemp(join(tmpdir(), 'film-plan-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const storage = createLocalStorage(folder);
const assets = await loadFilmAssets();
const wishes: PoemWish[] = [];
const lines = ['一叶轻舟下', '清江万里流', '白云随客去', '明月照沙洲'];
const poet: Poet = {
  write: async (wish) => {
    wishes.push(wish);
    return { poems: [{ lines, pattern: '' }], words: ['舟'] };
  },
};
const busyPoet: Poet = { write: () => Promise.reject(new DomainError('too_many', 'overloaded')) };
const { readArguments, writePoem, planMovie } = createFilmPlanning({ storage, assets, poet });
const uploads = [
  { key: 'movies/1/a.jpg', name: 'IMG_1.jpg' },
  { key: 'movies/1/b.jpg', name: 'IMG_2.jpg' },
];
const tell = (albumId: number, info: unknown) =>
  storage.put(`movies/${albumId}/info.json`, Buffer.from(typeof info === 'string' ? info : JSON.stringify(info)));

describe('readArguments', () => {
  test('reads the info.json of the movie', async () => {
    await tell(1, {
      title: '山野行记',
      images: ['IMG_2.jpg'],
      factors: [{ types: ['alp'], values: [0.9] }],
      public: true,
      tag: 2,
      poem: 'classical',
    });
    await expect(readArguments({ album: movieRef(1), uploads })).resolves.toEqual({
      title: '山野行记',
      description: '',
      isPublic: true,
      tag: 2,
      poem: 'classical',
      pictures: [{ key: 'movies/1/b.jpg', name: 'IMG_2.jpg', labels: [{ label: 'alp', value: 0.9 }] }],
    });
  });

  test('takes all pictures where there is no info.json, and never info.json for a picture', async () => {
    const all = [...uploads, { key: 'movies/2/info.json', name: 'info.json' }];
    const { pictures, title } = await readArguments({ album: movieRef(2), uploads: all });
    expect(pictures.map(({ key }) => key)).toEqual(['movies/1/a.jpg', 'movies/1/b.jpg']);
    expect(title).toBe('');
  });

  test.each([
    [3, '{', 'info.json：不是有效的 JSON'],
    [4, { images: ['gone.jpg'] }, 'info.json：images[0] 找不到文件 gone.jpg'],
    [8, { poem: 'modern' }, 'info.json：poem 内容有误'],
    [5, { title: 'x'.repeat(300_000) }, 'info.json：文件超过 256 KB'],
  ])('refuses what is wrong in movie %d', async (albumId, info, message) => {
    await tell(albumId, info);
    await expect(readArguments({ album: movieRef(albumId), uploads })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'bad_arguments',
      message,
    });
  });

  test('lets a benchmark have more pictures than a user', async () => {
    const many = Array.from({ length: 60 }, (_, i) => ({ key: `movies/6/${i}.jpg`, name: `${i}.jpg` }));
    await expect(readArguments({ album: movieRef(6), uploads: many })).rejects.toMatchObject({ code: 'bad_arguments' });
    const bench = createFilmPlanning({ storage, assets, poet, mostPictures: 60 });
    expect((await bench.readArguments({ album: movieRef(6), uploads: many })).pictures).toHaveLength(60);
  });
});

describe('writePoem', () => {
  const pictures = [{ key: 'a', name: 'a', labels: [{ label: 'seashore', value: 0.7 }] }];

  const album = movieRef(1);
  const classical = (shown: typeof pictures) => writePoem({ album, pictures: shown, title: '', kind: 'classical' });

  test('has one written for the pictures, that is signed as such', async () => {
    const poem = await writePoem({ album, pictures, title: '山野行记' });
    expect(poem).toEqual({ text: lines.join('\n'), author: '机器作诗', title: '', keywords: ['舟'] });
    expect(wishes.at(-1)).toMatchObject({ pictures, keywords: [], seed: '1', count: 1 });
    expect(wishes.at(-1)?.avoid).toMatch(/死.*愁/u);
    await writePoem({ album, pictures, title: '山野行记' });
    expect(wishes.at(-1)).toEqual(wishes.at(-2));
  });

  test('has the title in mind where the pictures say nothing', async () => {
    await writePoem({ album, pictures: [{ key: 'a', name: 'a', labels: [] }], title: '山野行记' });
    expect(wishes.at(-1)).toMatchObject({ keywords: ['山野行记'] });
  });

  test('speaks of the weather first', async () => {
    await writePoem({ album, pictures, title: '山野行记', weather: '雪' });
    expect(wishes.at(-1)).toMatchObject({ pictures, keywords: ['雪'] });
  });

  test('asks a busy poet again', async () => {
    const planning = createFilmPlanning({ storage, assets, poet: busyPoet });
    const asked = planning.writePoem({ album, pictures, title: '' });
    await expect(asked).rejects.not.toBeInstanceOf(DomainError);
    await expect(asked).rejects.toThrow('overloaded');
  });

  test('finds a classical one that speaks of the pictures, the same each time, where that is asked', async () => {
    const poem = await classical(pictures);
    expect(poem.text).toMatch(/[海潮沙洲湖汀水岸]/u);
    expect(poem.keywords.length).toBeGreaterThan(0);
    expect(poem.author).not.toBe('机器作诗');
    await expect(classical(pictures)).resolves.toEqual(poem);
    const mountains = [{ key: 'a', name: 'a', labels: [{ label: 'alp', value: 0.7 }] }];
    expect((await classical(mountains)).text).not.toBe(poem.text);
  });
});

describe('planMovie', () => {
  const facts = anyFacts(12, 2);
  const film = { album: movieRef(7), facts, title: '山野行记', description: '', size: { width: 1280, height: 720 } };

  test('keeps the plan in the work folder and tells the workflow how it is cut', async () => {
    const poem = await writePoem({ album: movieRef(7), pictures: [], title: '山野行记' });
    const planned = await planMovie({ ...film, poem });
    expect(planned.planKey).toBe('movies/7/work/plan.json');
    const plan = JSON.parse((await storage.readAll(planned.planKey)).toString()) as FilmPlan;
    expect(plan).toMatchObject({
      template: planned.template,
      frames: planned.frames,
      width: 1280,
      height: 720,
      fps: 25,
    });
    expect(plan.captions.map(({ text }) => text)).toContain('山野行记');
    const { segments } = planned;
    expect(segments.map(({ from }) => from)).toEqual([0, ...segments.slice(0, -1).map(({ to }) => to)]);
    expect(segments.at(-1)?.to).toBe(plan.frames);
    expect(segments.length).toBeGreaterThan(1);
    await expect(planMovie({ ...film, poem })).resolves.toEqual(planned);
  });
});
