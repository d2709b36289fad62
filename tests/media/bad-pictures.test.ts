import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Shot } from '#domain/albums/film.plan.ts';
import { framesOf, move, planOf, size, workFolder, yuvAt } from './kit.ts';

const dir = workFolder();
const red = { r: 220, g: 30, b: 30 };
const blue = { r: 30, g: 30, b: 220 };
const block = (width: number, height: number, background: object) =>
  sharp({ create: { width, height, channels: 3, background: background as never } });

/** Left half red, right half blue; upright. */
const halves = (width: number, height: number): Sharp =>
  block(width, height, red).composite([
    { input: { create: { width: width / 2, height, channels: 3, background: blue } }, left: width / 2, top: 0 },
  ]);

/** Draws the middle frame of one shot. */
async function drawn(file: string, fit: Shot['fit'] = 'cover', change: Partial<Shot['move']> = {}): Promise<Buffer> {
  const plan = planOf(['cut']);
  plan.shots.forEach((shot) => Object.assign(shot, { fit, move: { ...move, ...change } }));
  const [frame = Buffer.alloc(0)] = await framesOf({ plan, from: 20, to: 21, pictures: [join(dir, file)] });
  expect(frame.length).toBe(size.width * size.height * 1.5);
  return frame;
}

const isRed = ([, u, v]: [number, number, number]) => v > 170 && u < 128;
const isBlue = ([, u, v]: [number, number, number]) => u > 170 && v < 128;

const sizes: [name: string, width: number, height: number][] = [
  ['a single pixel', 1, 1],
  ['a flat panorama strip', 6000, 300],
  ['a tall panorama strip', 300, 6000],
  ['a hair across', 9000, 1],
  ['a hair upright', 1, 9000],
  ['an odd size', 333, 77],
];

describe.each(['cover', 'matte', 'backdrop'] as const)('as %s', (fit) => {
  test.each(sizes)('%s is drawn', async (name, width, height) => {
    const file = `${name.replaceAll(' ', '-')}.png`;
    await block(width, height, red).toFile(join(dir, file));
    const wide = await drawn(file, fit, { from: { zoom: 1, x: 0, y: 0 }, to: { zoom: 1.5, x: 1, y: 1 } });
    expect(isRed(yuvAt(wide, size.width / 2, size.height / 2)) || fit !== 'cover').toBe(true);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %d is turned upright', async (orientation) => {
    const upright = await halves(400, 300).png().toBuffer();
    // The stored picture is the upright one turned back, so that the tag turns it right.
    const back = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6 }[orientation] ?? 1;
    const tagged = await sharp(upright).withMetadata({ orientation: back }).jpeg().toBuffer();
    const stored = await sharp(tagged).autoOrient().toBuffer();
    const file = `exif-${orientation}.jpg`;
    await sharp(stored).withMetadata({ orientation }).jpeg().toFile(join(dir, file));

    const still = { zoom: 1, x: 0.5, y: 0.5 };
    const frame = await drawn(file, fit, { from: still, to: still });
    const [left, right] = [yuvAt(frame, 120, 90), yuvAt(frame, 200, 90)];
    expect([left[2] > right[2], left[1] < right[1]]).toEqual([true, true]);
  });
});

const formats: [name: string, make: () => Promise<Buffer>][] = [
  ['cmyk.jpg', () => block(300, 200, red).toColourspace('cmyk').jpeg().toBuffer()],
  ['sixteen.png', () => block(300, 200, red).toColourspace('rgb16').png().toBuffer()],
  ['palette.png', () => block(300, 200, red).png({ palette: true }).toBuffer()],
  ['p3.jpg', () => block(300, 200, red).withIccProfile('p3').jpeg().toBuffer()],
  ['progressive.jpg', () => block(300, 200, red).jpeg({ progressive: true }).toBuffer()],
  ['lossless.webp', () => block(300, 200, red).webp({ lossless: true }).toBuffer()],
];

test.each(formats)('%s keeps its colour', async (file, make) => {
  await writeFile(join(dir, file), await make());
  expect(isRed(yuvAt(await drawn(file), 160, 90))).toBe(true);
});

test('grey stays grey, with eight bits and with sixteen', async () => {
  for (const space of ['b-w', 'grey16'] as const) {
    const file = `${space}.png`;
    await block(300, 200, { r: 128, g: 128, b: 128 }).toColourspace(space).png().toFile(join(dir, file));
    const [y, u, v] = yuvAt(await drawn(file), 160, 90);
    expect(Math.abs(y - 126)).toBeLessThanOrEqual(3);
    expect([u, v]).toEqual([128, 128]);
  }
});

test('what is transparent is paper', async () => {
  const clear = { width: 300, height: 200, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const;
  await sharp({ create: clear }).png().toFile(join(dir, 'clear.png'));
  expect(yuvAt(await drawn('clear.png'), 160, 90)[0]).toBeGreaterThan(230);
});

test('of an animation the first frame is shown', async () => {
  const frames = Buffer.concat(
    await Promise.all([red, blue, { r: 0, g: 200, b: 0 }].map((color) => block(100, 60, color).raw().toBuffer())),
  );
  await sharp(frames, { raw: { width: 100, height: 180, channels: 3, pageHeight: 60 } })
    .webp({ loop: 0, delay: [100, 100, 100] })
    .toFile(join(dir, 'animated.webp'));
  expect((await sharp(join(dir, 'animated.webp')).metadata()).pages).toBe(3);
  expect(isRed(yuvAt(await drawn('animated.webp'), 160, 90))).toBe(true);
});

test('a pan over a panorama goes from one end to the other', async () => {
  await halves(6000, 300).png().toFile(join(dir, 'pan.png'));
  const pan = { from: { zoom: 1, x: 0, y: 0.5 }, to: { zoom: 1, x: 1, y: 0.5 } };
  const plan = planOf(['cut']);
  plan.shots.forEach((shot) => Object.assign(shot, { move: { ...pan, ease: 'linear' } }));
  const frames = await framesOf({ plan, from: 0, to: 40, pictures: [join(dir, 'pan.png')] });
  expect(isRed(yuvAt(frames[0] ?? Buffer.alloc(0), 160, 90))).toBe(true);
  expect(isBlue(yuvAt(frames[39] ?? Buffer.alloc(0), 160, 90))).toBe(true);
});

const refused: [name: string, make: () => Promise<Buffer> | Buffer][] = [
  ['text.jpg', () => Buffer.from('this is no picture')],
  ['empty.jpg', () => Buffer.alloc(0)],
  ['large.png', () => block(9000, 6000, red).png().toBuffer()],
  ['half.png', async () => (await block(3000, 2000, red).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 400_000)],
];

test.each(refused)('%s is refused', async (file, make) => {
  await writeFile(join(dir, file), await make());
  await expect(drawn(file)).rejects.toMatchObject({ kind: 'invalid', code: 'bad_picture' });
});
