import { dominantColors } from '#adapters/media/pictures/colors.ts';
import { createPictureReader } from '#adapters/media/pictures/reader.ts';
import { disc, drawn, flat, grey, pictureFolder, pixelsOf, red } from './made-pictures.ts';

const reader = createPictureReader();
const folder = await pictureFolder();
afterAll(() => folder.remove());

let count = 0;
const analyse = async (picture: ReturnType<typeof flat>, format: 'jpeg' | 'png' = 'png') => {
  const bytes = format === 'png' ? await picture.png().toBuffer() : await picture.jpeg({ quality: 92 }).toBuffer();
  return reader.analyse(await folder.save(`${(count += 1)}.${format}`, bytes));
};

describe('colours', () => {
  test.each(['png', 'jpeg'] as const)('of a flat %s are its colour, within one', async (format) => {
    for (const color of [red, grey, [0, 0, 0], [255, 255, 255], [12, 200, 99]] as [number, number, number][]) {
      const { colors } = await analyse(flat(1600, 1200, color), format);
      expect(colors).toHaveLength(1);
      expect(colors[0]?.share).toBe(1);
      color.forEach((value, channel) =>
        expect(Math.abs((colors[0]?.rgb[channel] ?? -9) - value)).toBeLessThanOrEqual(1),
      );
    }
  });

  test('of three areas are their colours and shares, largest first', async () => {
    const { colors } = await analyse(drawn(600, 300, (x) => (x < 300 ? grey : x < 480 ? red : [20, 20, 220])));
    const near = (rgb: [number, number, number]) =>
      colors
        .filter((one) => Math.hypot(...one.rgb.map((value, i) => value - (rgb[i] ?? 0))) < 6)
        .reduce((sum, { share }) => sum + share, 0);
    expect(near(grey)).toBeCloseTo(0.5, 1);
    expect(near(red)).toBeCloseTo(0.3, 1);
    expect(near([20, 20, 220])).toBeCloseTo(0.2, 1);
    expect(colors.map(({ share }) => share)).toEqual(colors.map(({ share }) => share).toSorted((a, b) => b - a));
    expect(colors.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  test('of pixels of k colours are exactly those, and the same every time', () => {
    const palette: [number, number, number][] = [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
      [250, 250, 250],
    ];
    const pixels = pixelsOf(100, 100, (x) => palette[x < 40 ? 0 : x < 70 ? 1 : x < 90 ? 2 : 3] ?? [0, 0, 0]);
    const found = dominantColors(pixels, 4);
    expect(found).toEqual(palette.map((rgb, i) => ({ rgb, share: [0.4, 0.3, 0.2, 0.1][i] })));
    expect(dominantColors(pixels, 4)).toEqual(found);
    expect(dominantColors(pixels, 16)).toHaveLength(4);
    expect(dominantColors(pixels, 1)[0]?.rgb).toEqual([127, 101.5, 76].map((value) => expect.closeTo(value, 6)));
    expect(dominantColors(new Uint8Array(), 3)).toEqual([]);
  });
});

/** A multiple of 8 that looks like chance: a histogram cell for each colour. */
const scattered = (i: number): number => ((Math.imul(i + 1, 2654435761) >>> 0) % 32) * 8;

test('colours are at rest: each is the mean of the pixels that are nearest to it', () => {
  const pixels = pixelsOf(80, 80, (x, y) => [scattered(x * 80 + y), scattered(x * 7 + y * 131), scattered(y)]);
  const found = dominantColors(pixels, 3);
  const sums = found.map(() => [0, 0, 0, 0]);
  for (let i = 0; i < pixels.length; i += 3) {
    const pixel = [...pixels.subarray(i, i + 3)];
    const away = found.map(({ rgb }) => Math.hypot(...rgb.map((value, c) => value - (pixel[c] ?? 0))));
    const sum = sums[away.indexOf(Math.min(...away))] ?? [];
    [...pixel, 1].forEach((value, c) => (sum[c] = (sum[c] ?? 0) + value));
  }
  found.forEach(({ rgb, share }, j) => {
    const [r = 0, g = 0, b = 0, n = 0] = sums[j] ?? [];
    expect(Math.hypot(rgb[0] - r / n, rgb[1] - g / n, rgb[2] - b / n)).toBeLessThan(1);
    expect(Math.abs(share - n / 6400)).toBeLessThan(0.02);
  });
});

describe('brightness', () => {
  test.each([
    [[0, 0, 0], 0],
    [[255, 255, 255], 1],
    [[128, 128, 128], 0.502],
    [[0, 255, 0], 0.715],
  ] as [[number, number, number], number][])('of %j is %d', async (color, brightness) => {
    expect((await analyse(flat(300, 200, color))).brightness).toBeCloseTo(brightness, 2);
  });
});

describe('focus', () => {
  test.each([
    ['in the middle', 800, 600, 0.5, 0.5, 0.2],
    ['in a corner', 800, 600, 0.25, 0.7, 0.15],
    ['in an upright picture', 450, 800, 0.6, 0.3, 0.2],
    ['small', 800, 600, 0.6, 0.4, 0.06],
    ['in a wide strip', 1200, 300, 0.7, 0.5, 0.3],
  ])('finds a red disc on grey %s, within a tenth', async (_where, width, height, cx, cy, radius) => {
    const { focus } = await analyse(disc(width, height, cx, cy, radius));
    const side = 2 * radius * Math.min(width, height);
    expect(Math.abs(focus.x + focus.width / 2 - cx)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(focus.y + focus.height / 2 - cy)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(focus.width - side / width)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(focus.height - side / height)).toBeLessThanOrEqual(0.1);
  });

  test('finds a thing among much texture', async () => {
    const { focus } = await analyse(
      drawn(600, 450, (x, y) => {
        if (Math.hypot(x - 400, y - 175) < 65) return red;
        const value = 110 + ((x * 7919 + y * 6101) % 37) + (Math.floor(x / 20) % 2 === Math.floor(y / 20) % 2 ? 10 : 0);
        return [value, value, value];
      }),
    );
    expect(Math.abs(focus.x + focus.width / 2 - 400 / 600)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(focus.y + focus.height / 2 - 175 / 450)).toBeLessThanOrEqual(0.1);
  });

  test('is upright where the file is turned', async () => {
    const turned = await disc(800, 600, 0.25, 0.5, 0.15).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { focus, ...facts } = await reader.analyse(await folder.save('turned.jpg', turned));
    expect(facts).toMatchObject({ width: 600, height: 800, orientation: 'portrait' });
    expect(Math.abs(focus.x + focus.width / 2 - 0.5)).toBeLessThanOrEqual(0.1); // turned by a quarter, left is up
    expect(Math.abs(focus.y + focus.height / 2 - 0.25)).toBeLessThanOrEqual(0.1);
  });

  test('is the middle where nothing stands out', async () => {
    expect((await analyse(flat(800, 600, grey))).focus).toEqual({ x: 0.25, y: 0.25, width: 0.5, height: 0.5 });
    expect((await analyse(flat(1, 1, grey))).focus).toEqual({ x: 0.25, y: 0.25, width: 0.5, height: 0.5 });
  });

  test('lies inside any picture', async () => {
    for (const [width, height] of [
      [300, 6000],
      [6000, 300],
      [7, 5],
      [2, 900],
    ] as const) {
      const { focus } = await analyse(drawn(width, height, (x, y) => [(x * 37) % 256, (y * 11) % 256, (x + y) % 256]));
      expect(Math.min(focus.x, focus.y)).toBeGreaterThanOrEqual(0);
      expect(Math.min(focus.width, focus.height)).toBeGreaterThan(0);
      expect(Math.max(focus.x + focus.width, focus.y + focus.height)).toBeLessThanOrEqual(1 + 1e-9);
    }
  });
});

describe('orientation', () => {
  test.each([
    [400, 300, 'landscape'],
    [300, 400, 'portrait'],
    [400, 400, 'square'],
    [400, 390, 'square'],
  ])('of %d × %d is %s', async (width, height, orientation) => {
    expect((await analyse(flat(width, height, red))).orientation).toBe(orientation);
  });
});

const dated = async (
  exif: Parameters<ReturnType<typeof flat>['withExif']>[0],
  format: 'jpeg' | 'png' | 'webp' = 'jpeg',
) => {
  const bytes = await flat(64, 48, red).withExif(exif).toFormat(format).toBuffer();
  const { takenAt, place } = await reader.analyse(await folder.save(`${(count += 1)}.${format}`, bytes));
  return { takenAt, place };
};

describe('time and place', () => {
  const gps = {
    GPSLatitudeRef: 'N',
    GPSLatitude: '30/1 15/1 0/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '120/1 9/1 0/1',
  };

  test.each(['jpeg', 'png', 'webp'] as const)('stand in the EXIF of a %s', async (format) => {
    const { takenAt, place } = await dated({ IFD2: { DateTimeOriginal: '2021:03:28 10:29:40' }, IFD3: gps }, format);
    expect(takenAt).toBe('2021-03-28T10:29:40');
    expect(place?.latitude).toBeCloseTo(30.25, 6);
    expect(place?.longitude).toBeCloseTo(120.15, 6);
  });

  test('are south and west where the letters say so', async () => {
    const { place } = await dated({ IFD3: { ...gps, GPSLatitudeRef: 'S', GPSLongitudeRef: 'W' } });
    expect(place?.latitude).toBeCloseTo(-30.25, 6);
    expect(place?.longitude).toBeCloseTo(-120.15, 6);
  });

  test.each([
    ['no EXIF', {}],
    ['a day that is none', { IFD2: { DateTimeOriginal: '2021:02:30 10:00:00' } }],
    ['a camera without a clock', { IFD2: { DateTimeOriginal: '0000:00:00 00:00:00' } }],
    ['the far future', { IFD2: { DateTimeOriginal: '2150:01:01 00:00:00' } }],
    ['nonsense', { IFD2: { DateTimeOriginal: 'yesterday, I think' } }],
    ['no reception', { IFD3: { ...gps, GPSLatitude: '0/1 0/1 0/1', GPSLongitude: '0/1 0/1 0/1' } }],
    ['no such latitude', { IFD3: { ...gps, GPSLatitude: '130/1 0/1 0/1' } }],
    ['half a place', { IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 15/1 0/1' } }],
  ])('are left out for %s', async (_name, exif) => {
    expect(await dated(exif)).toEqual({ takenAt: undefined, place: undefined });
  });
});
