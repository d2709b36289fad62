import { resample } from '#adapters/media/models/resample.ts';
import { readUpload } from '#adapters/media/models/upload.ts';
import { createModelPool } from '#adapters/models/pool.ts';
import { enlargementScales } from '#domain/ports/picture-models.ts';
import type * as Worker from './super-resolution.worker.ts';

const pool = createModelPool({ threads: 1, timeLimitMs: 300_000 });
afterAll(() => pool.close());
const file = new URL('./super-resolution.worker.ts', import.meta.url);
const enlarge = pool.task<typeof Worker.enlarge>(file, 'enlarge');
const gain = pool.task<typeof Worker.gain>(file, 'gain');
const sample = (name: string) => `assets/samples/${name}.jpg`;

describe('bicubic resampling', () => {
  test('keeps what is flat, and every straight slope inside', () => {
    const flat = { data: new Uint8Array(20 * 10 * 3).fill(77), width: 20, height: 10 };
    for (const [width, height] of [
      [40, 20],
      [7, 3],
      [60, 10],
    ] as const) {
      const { data } = resample(flat, width, height);
      expect(data).toHaveLength(width * height * 3);
      expect(new Set(data)).toEqual(new Set([77]));
    }
    const slope = { data: Uint8Array.from({ length: 40 * 3 }, (_, i) => 6 * Math.floor(i / 3)), width: 40, height: 1 };
    const twice = resample(slope, 80, 1).data;
    for (let x = 8; x < 72; x++) expect(Math.abs((twice[x * 3] ?? 0) - (3 * x - 1.5))).toBeLessThanOrEqual(0.5);
  });

  test('manages the smallest picture there is', () => {
    const one = { data: Uint8Array.of(1, 2, 3), width: 1, height: 1 };
    expect(Array.from(resample(one, 2, 2).data)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]);
  });
});

describe.each(enlargementScales)('FSRCNN x%d', (scale) => {
  test('comes at least half a decibel nearer than bicubic, on photographs it was not trained with', async () => {
    const names = ['02-peaks', '05-nuthatch', '08-friends', '10-brushes', '12-sunset'];
    const gains = await Promise.all(names.map((name) => gain({ file: sample(name), side: 480, scale })));
    expect(Math.min(...gains)).toBeGreaterThan(0);
    expect(gains.reduce((sum, one) => sum + one, 0) / gains.length).toBeGreaterThan(0.5);
  });

  test('has no seams: by tiles of any size it is what it is as a whole', async () => {
    const pixels = await readUpload(sample('01-bridge'), { side: 150 });
    const whole = await enlarge({ pixels, scale, tile: 1000 });
    expect(whole).toMatchObject({ width: pixels.width * scale, height: pixels.height * scale });
    for (const tile of [16, 37, 64]) {
      const { data } = await enlarge({ pixels, scale, tile });
      const most = data.reduce((most, value, i) => Math.max(most, Math.abs(value - (whole.data[i] ?? 0))), 0);
      expect(most).toBeLessThanOrEqual(1); // rounding
    }
  });

  test('enlarges a picture of one pixel, and leaves what is flat flat', async () => {
    const pixel = { data: Uint8Array.of(9, 8, 7), width: 1, height: 1 };
    expect(await enlarge({ pixels: pixel, scale })).toMatchObject({ width: scale, height: scale });
    const flat = { data: new Uint8Array(30 * 30 * 3).fill(128), width: 30, height: 30 };
    const { data } = await enlarge({ pixels: flat, scale });
    for (const value of new Set(data)) expect(Math.abs(value - 128)).toBeLessThanOrEqual(2);
  });
});
