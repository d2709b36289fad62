import { openKernel } from '#adapters/media/kernel/kernel.ts';

const kernel = openKernel(4_000_000);
const bytes = new Uint8Array(kernel.memory.buffer);
const [table, row, source, target, other, alpha] = [1024, 300_000, 600_000, 1_500_000, 2_500_000, 3_500_000];

function noise(at: number, length: number, seed: number): void {
  let state = seed;
  for (let i = 0; i < length; i++) bytes[at + i] = (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24;
}

/** Bilinear sampling as the textbook has it. */
function reference(width: number, height: number, stride: number, x: number, y: number): number {
  const [cx, cy] = [Math.min(Math.max(x, 0), width - 1), Math.min(Math.max(y, 0), height - 1)];
  const [left, top] = [Math.min(Math.floor(cx), width - 2), Math.min(Math.floor(cy), height - 2)];
  const at = (dx: number, dy: number) => bytes[source + (top + dy) * stride + left + dx] ?? 0;
  const across = (dy: number) => at(0, dy) + (at(1, dy) - at(0, dy)) * (cx - left);
  return across(0) + (across(1) - across(0)) * (cy - top);
}

const windows: [name: string, from: [number, number], to: [number, number], x: number, y: number, zoom: number][] = [
  ['a plain enlargement', [64, 48], [96, 72], 0, 0, 1],
  ['a window at a fraction of a pixel', [200, 120], [128, 72], 17.37, 9.81, 1.3],
  ['the steepest step it may have', [256, 144], [128, 72], 0, 0, 256 / 128 / 1.8],
  ['a width that is no whole vector', [130, 90], [90, 52], 3.3, 2.2, 1.21],
  ['seven columns', [40, 40], [7, 5], 1.5, 2.5, 4],
  ['a source narrower than a vector', [10, 30], [32, 18], 0, 0, 1],
  ['the lower right corner', [160, 90], [64, 36], 96, 54, 2.5],
];

describe('a plane', () => {
  test.each(windows)('is resampled like the textbook: %s', (_name, [sw, sh], [dw, dh], x, y, zoom) => {
    const stride = (sw + 31) & ~15;
    const [stepX, stepY] = [sw / zoom / dw, sh / zoom / dh];
    noise(source, stride * sh, sw * 7 + sh);
    bytes.fill(170, target, target + dw * dh + 64);
    kernel.columns(table, sw, dw, x, stepX);
    kernel.plane(table, row, source, stride, sh, target, dw, dh, y, stepY);

    let worst = 0;
    for (let line = 0; line < dh; line++) {
      for (let column = 0; column < dw; column++) {
        const wanted = reference(sw, sh, stride, x + (column + 0.5) * stepX - 0.5, y + (line + 0.5) * stepY - 0.5);
        worst = Math.max(worst, Math.abs((bytes[target + line * dw + column] ?? 0) - wanted));
      }
    }
    expect(worst).toBeLessThan(1.1); // two roundings of half a level
    expect([...bytes.subarray(target + dw * dh, target + dw * dh + 64)]).toEqual(Array(64).fill(170));
  });
});

describe('colours', () => {
  const colors: [string, number[], number[]][] = [
    ['black', [0, 0, 0], [16, 128, 128]],
    ['white', [255, 255, 255], [235, 128, 128]],
    ['red', [255, 0, 0], [63, 102, 240]],
    ['green', [0, 255, 0], [173, 42, 26]],
    ['blue', [0, 0, 255], [32, 240, 118]],
    ['grey', [128, 128, 128], [126, 128, 128]],
  ];

  test.each(colors)('%s becomes BT.709 of limited range, and comes back', (_name, rgb, yuv) => {
    const [width, height] = [16, 4];
    for (let i = 0; i < width * height; i++) bytes.set(rgb, source + i * 3);
    const [u, v] = [target + width * height, target + (width * height * 5) / 4];
    kernel.rgbToYuv(source, width, height, target, width, u, v, width / 2);
    kernel.yuvToRgb(target, u, v, width, height, other);

    expect([bytes[target + 21], bytes[u + 5], bytes[v + 5]]).toEqual(yuv);
    rgb.forEach((tone, i) => expect(Math.abs((bytes[other + 60 + i] ?? 0) - tone)).toBeLessThanOrEqual(2));
  });
});

describe('blending', () => {
  test.each([8, 7, 1])('adds %d frames of sound at a gain that goes evenly, and not beyond them', (frames) => {
    const floats = new Float32Array(bytes.buffer);
    const [to, from] = [target / 4, source / 4];
    floats.fill(0.25, to, to + 20);
    for (let i = 0; i < 20; i++) floats[from + i] = i / 20;
    kernel.add(target, source, frames, 0.5, 1.5);
    for (let i = 0; i < 20; i++) {
      const frame = Math.floor(i / 2);
      const gain = frame < frames ? 0.5 + frame / frames : 0;
      expect(floats[to + i]).toBeCloseTo(0.25 + gain * (i / 20), 5);
    }
  });

  test('mixes by weight, to the last byte and not beyond it', () => {
    bytes.fill(100, target, target + 64);
    bytes.fill(200, source, source + 64);
    kernel.mix(target, source, 37, 64);
    expect([...bytes.subarray(target, target + 39)]).toEqual([...Array<number>(37).fill(125), 100, 100]);
    kernel.mixTo(target, 16, 37, 256);
    expect([...bytes.subarray(target + 35, target + 39)]).toEqual([16, 16, 100, 100]);
  });

  test('lays a source over by its opacity and a gain', () => {
    const [width, height] = [21, 2];
    bytes.fill(100, target, target + 64);
    bytes.fill(200, source, source + 64);
    bytes.fill(0, alpha, alpha + 64);
    bytes.fill(255, alpha + 10, alpha + 21);
    kernel.over(target, width, source, width, alpha, 0, width, height, 128);
    const line = [...Array<number>(10).fill(100), ...Array<number>(11).fill(150)];
    expect([...bytes.subarray(target, target + 43)]).toEqual([...line, ...line, 100]);
  });

  test('pushes a plane within itself, downwards too', () => {
    const [width, height] = [4, 5];
    for (let i = 0; i < width * height; i++) bytes[target + i] = Math.floor(i / width);
    kernel.copy(target + width, width, target, width, width, height - 1, 0);
    expect([0, 1, 2, 3, 4].map((y) => bytes[target + y * width])).toEqual([0, 0, 1, 2, 3]);
  });
});
