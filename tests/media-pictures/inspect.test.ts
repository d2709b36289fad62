import { createPictureReader } from '#adapters/media/pictures/reader.ts';
import sharp from 'sharp';
import { blankPng, disc, drawn, flat, grey, pictureFolder, red } from './made-pictures.ts';

const reader = createPictureReader();
const folder = await pictureFolder();
afterAll(() => folder.remove());

const noise = (width: number, height: number) =>
  drawn(width, height, (x, y) => [(x * 7919 + y * 104729) % 256, (x * 31 + y * 17) % 256, (x * y) % 256]);
const refusal = expect.objectContaining({ kind: 'invalid', code: 'bad_picture' });

test('of many at once two are seen; who waits too long for a turn is told that there is too much to do', async () => {
  const hurried = createPictureReader(1);
  const file = await folder.save('large.bin', await flat(3000, 2000, red).png().toBuffer());
  const asked = await Promise.allSettled(Array.from({ length: 5 }, () => hurried.inspect(file)));
  const overloaded = { status: 'rejected', reason: expect.objectContaining({ kind: 'too_many', code: 'overloaded' }) };
  expect(asked.slice(0, 2)).toEqual(asked.slice(0, 2).map(() => expect.objectContaining({ status: 'fulfilled' })));
  expect(asked.slice(2)).toEqual(asked.slice(2).map(() => overloaded));
});

describe('inspect accepts', () => {
  test.each([
    ['a JPEG', () => disc(320, 200, 0.5, 0.5, 0.2).jpeg(), 'jpeg', 320, 200],
    ['a progressive JPEG', () => noise(320, 200).jpeg({ progressive: true }), 'jpeg', 320, 200],
    ['a JPEG in CMYK', () => flat(320, 200, red).toColourspace('cmyk').jpeg(), 'jpeg', 320, 200],
    ['a grey JPEG', () => flat(320, 200, grey).greyscale().jpeg(), 'jpeg', 320, 200],
    ['a PNG', () => flat(320, 200, red).png(), 'png', 320, 200],
    ['a PNG of 16 bits', () => flat(320, 200, red).toColourspace('rgb16').png(), 'png', 320, 200],
    ['an interlaced PNG', () => noise(320, 200).png({ progressive: true }), 'png', 320, 200],
    ['a PNG with transparency', () => flat(320, 200, red).ensureAlpha(0.3).png(), 'png', 320, 200],
    ['a PNG of a palette', () => disc(320, 200, 0.5, 0.5, 0.2).png({ palette: true }), 'png', 320, 200],
    ['a WebP', () => flat(320, 200, red).webp(), 'webp', 320, 200],
    ['a picture of one pixel', () => flat(1, 1, red).png(), 'png', 1, 1],
    ['a panorama strip', () => flat(300, 9000, red).jpeg(), 'jpeg', 300, 9000],
    ['a strip of one line', () => flat(9000, 1, red).png(), 'png', 9000, 1],
    ['a turned JPEG, upright', () => flat(320, 200, red).withMetadata({ orientation: 6 }).jpeg(), 'jpeg', 200, 320],
  ] as const)('%s', async (name, make, format, width, height) => {
    const file = await folder.save(`${name}.bin`, await make().toBuffer());
    await expect(reader.inspect(file)).resolves.toEqual({ format, width, height });
    await expect(reader.analyse(file)).resolves.toMatchObject({ width, height });
  });

  test('an animated WebP, as its first frame', async () => {
    const pages = await Promise.all([red, grey, red].map((color) => flat(64, 48, color).png().toBuffer()));
    const file = await folder.save(
      'animated.webp',
      await sharp(pages, { join: { animated: true } })
        .webp()
        .toBuffer(),
    );
    expect((await sharp(file).metadata()).pages).toBe(3);
    await expect(reader.inspect(file)).resolves.toEqual({ format: 'webp', width: 64, height: 48 });
    const { colors } = await reader.analyse(file);
    expect(colors[0]?.rgb[0]).toBeGreaterThan(150);
  });

  test('a name of any kind: what counts is the content', async () => {
    const png = await flat(20, 10, red).png().toBuffer();
    for (const name of ['-rf.jpg', '春天🌸.gif', 'a\u202eb.exe', 'no ending', "it's $(touch x).png"]) {
      await expect(reader.inspect(await folder.save(name, png))).resolves.toMatchObject({ format: 'png' });
    }
  });
});

describe('inspect refuses', () => {
  const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
  test.each([
    ['a text', 'not a picture'],
    ['an empty file', ''],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'],
    [
      'an SVG with a declaration',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    ],
    ['a GIF', gif],
    ['a playlist', '#EXTM3U\nfile:///etc/passwd\n'],
    ['a web page', '<!doctype html><html></html>'],
    ['nothing but the first bytes of a JPEG', Buffer.from('ffd8ffe000104a46494600', 'hex')],
    ['nothing but the first bytes of a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ])('%s, whatever its name', async (name, content) => {
    await expect(reader.inspect(await folder.save(`${name}.jpg`, content))).rejects.toEqual(refusal);
  });

  test.each([
    ['JPEG', () => noise(400, 300).jpeg()],
    ['progressive JPEG', () => noise(400, 300).jpeg({ progressive: true })],
    ['PNG', () => noise(400, 300).png()],
    ['WebP', () => noise(400, 300).webp()],
  ] as const)('a %s that was cut off, wherever', async (format, make) => {
    const whole = await make().toBuffer();
    for (const part of [0.1, 0.5, 0.9, 0.99]) {
      const file = await folder.save(`cut-${format}-${part}.jpg`, whole.subarray(0, Math.floor(whole.length * part)));
      await expect(reader.inspect(file)).rejects.toEqual(refusal);
      await expect(reader.analyse(file)).rejects.toEqual(refusal);
    }
  });

  test('a PNG with a damaged middle', async () => {
    const bytes = await noise(400, 300).png().toBuffer();
    const middle = Math.floor(bytes.length / 2);
    bytes.fill(0x55, middle, middle + 2000);
    await expect(reader.inspect(await folder.save('damaged.png', bytes))).rejects.toEqual(refusal);
  });

  test('a picture of 20,000 × 20,000 pixels, by its header, without decoding it', async () => {
    const header = blankPng(20_000, 20_000).subarray(0, 64); // whoever decodes it finds it damaged
    const file = await folder.save('bomb.png', header);
    await expect(reader.inspect(file)).rejects.toEqual(expect.objectContaining({ message: '图片超过 5000 万像素' }));
    await expect(reader.analyse(file)).rejects.toEqual(expect.objectContaining({ message: '图片超过 5000 万像素' }));
  });

  test('but does not blame the picture when the file is not there', async () => {
    await expect(reader.inspect('/nowhere/at/all.jpg')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
