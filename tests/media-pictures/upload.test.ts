import { readUpload } from '#adapters/media/models/upload.ts';
import { blankPng, disc, flat, pictureFolder, red } from './made-pictures.ts';

const folder = await pictureFolder();
afterAll(() => folder.remove());

describe('a picture for a model', () => {
  test('comes upright, in RGB, on white, and no larger than asked', async () => {
    const turned = await flat(320, 200, red).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await readUpload(await folder.save('turned.txt', turned))).toMatchObject({ width: 200, height: 320 });
    expect(await readUpload(await folder.save('turned.txt', turned), { side: 160 })).toMatchObject({
      width: 100,
      height: 160,
    });
    const clear = await flat(30, 20, red).ensureAlpha(0).png().toBuffer();
    const { data, width, height } = await readUpload(await folder.save('clear.png', clear));
    expect({ width, height }).toEqual({ width: 30, height: 20 });
    expect(data).toHaveLength(30 * 20 * 3);
    expect(new Set(data)).toEqual(new Set([255]));
  });

  test.each([
    ['a text', () => Buffer.from('no picture')],
    ['nothing', () => Buffer.alloc(0)],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['26 megapixels, by the header', () => blankPng(6500, 4000)],
    ['a JPEG that was cut off', async () => (await disc(300, 200, 0.5, 0.5, 0.2).jpeg().toBuffer()).subarray(0, 900)],
  ])('is refused when it is %s', async (_name, make) => {
    const file = await folder.save('bad.jpg', await make());
    await expect(readUpload(file)).rejects.toMatchObject({ kind: 'invalid', code: 'bad_picture' });
  });
});
