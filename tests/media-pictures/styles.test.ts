import { createModelPool } from '#adapters/models/pool.ts';
import { paintingStyles } from '#domain/ports/picture-models.ts';
import type * as Worker from './styles.worker.ts';

const pool = createModelPool({ threads: 1, timeLimitMs: 300_000 });
afterAll(() => pool.close());
const file = new URL('./styles.worker.ts', import.meta.url);
const paint = pool.task<typeof Worker.paint>(file, 'paint');
const judge = pool.task<typeof Worker.judge>(file, 'judge');
const compare = pool.task<typeof Worker.compare>(file, 'compare');
const measure = pool.task<typeof Worker.measure>(file, 'measure');

const photographs = ['assets/samples/02-peaks.jpg', 'assets/samples/08-friends.jpg'];

describe.each(paintingStyles.map(({ id }) => id))('the style %s', (style) => {
  test.each(photographs)(
    'keeps size and structure of %s, changes it, and does so the same way each time',
    async (photo) => {
      const { photograph, painting, correlation, change, again } = await judge({ file: photo, style });
      expect(painting).toEqual(photograph);
      expect(correlation).toBeGreaterThan(0.4);
      expect(change).toBeGreaterThan(4);
      expect(again).toBe(0);
    },
  );

  test.each([
    ['one pixel', 1, 1],
    ['a line', 300, 1],
    ['a column', 2, 200],
  ])('manages %s', async (_name, width, height) => {
    const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 37) % 256);
    const painting = await paint({ pixels: { data, width, height }, style });
    expect(painting.data).toHaveLength(width * height * 3);
  });

  test('leaves no hole in what is flat', async () => {
    const data = new Uint8Array(60 * 40 * 3).fill(140);
    const painting = await paint({ pixels: { data, width: 60, height: 40 }, style });
    expect(painting.data.reduce((sum, value) => sum + value, 0) / data.length).toBeGreaterThan(20);
  });
});

test.each(photographs)('styles of %s differ from each other', async (photo) => {
  expect(Math.min(...(await compare(photo)))).toBeGreaterThan(4);
});

test('the measure tells structure from its absence', async () => {
  const { same, other } = await measure('assets/samples/02-peaks.jpg');
  expect(same).toBeCloseTo(1, 5);
  expect(other).toBeLessThan(0.25);
});
