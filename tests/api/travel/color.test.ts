import sharp from 'sharp';
import { fileForm } from '#tests/kit/http.ts';
import { flatPicture } from '#tests/kit/pictures.ts';
import { buildTravel, refusal, type Travel } from '#tests/kit/travel.ts';

let world: Travel;
beforeAll(async () => {
  world = await buildTravel();
});
afterAll(() => world.close());

const ask = (content: Buffer | string, fields: Record<string, string> = {}) =>
  world.call(undefined, 'POST /travel/api/color', fileForm('image', content, 'photo.jpg', fields));
const colorsOf = async (content: Buffer, fields?: Record<string, string>): Promise<number[][]> => {
  const reply = await ask(content, fields);
  expect(reply).toMatchObject({ status: 200, body: { code: 200, msg: '获取成功' } });
  return (reply.body as { data: number[][] }).data;
};
const within = (found: number[] = [], wanted: number[] = []): boolean =>
  found.length === 3 && found.every((value, i) => Math.abs(value - (wanted[i] ?? -9)) <= 1);

/** Three fields of colour: half, three tenths, a fifth. */
const fields = [
  [32, 92, 87],
  [210, 40, 60],
  [250, 240, 200],
];
const flag = (width: number, height: number) => {
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const share = (i % width) / width;
    data.set(fields[share < 0.5 ? 0 : share < 0.8 ? 1 : 2] ?? [], 3 * i);
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
};

describe('POST /travel/api/color', () => {
  test.each([
    ['a small PNG', () => flag(120, 80).png()],
    ['a large PNG', () => flag(1777, 1000).png()],
    ['a large JPEG', () => flag(2400, 1600).jpeg({ quality: 95, chromaSubsampling: '4:4:4' })],
    ['a WebP', () => flag(1200, 800).webp({ lossless: true })],
  ] as const)('finds the three colours of %s within one, largest first', async (_name, make) => {
    const found = await colorsOf(await make().toBuffer());
    expect(found).toHaveLength(3);
    expect(found.map((one, i) => within(one, fields[i]))).toEqual([true, true, true]);
  });

  test('tells colours apart that differ by two', async () => {
    const data = Buffer.alloc(60 * 60 * 3, 100).fill(102, 60 * 40 * 3);
    const picture = await sharp(data, { raw: { width: 60, height: 60, channels: 3 } })
      .png()
      .toBuffer();
    expect(await colorsOf(picture, { k: '2' })).toEqual([
      [100, 100, 100],
      [102, 102, 102],
    ]);
  });

  test.each([
    [{}, 3],
    [{ k: '' }, 3],
    [{ k: '1' }, 1],
    [{ k: '16' }, 16],
  ] as [Record<string, string>, number][])(
    'answers for %j %d colours, repeating the only one',
    async (given, count) => {
      const found = await colorsOf(await flatPicture('png', { color: '#4477aa' }), given);
      expect(found).toEqual(Array.from({ length: count }, () => [68, 119, 170]));
    },
  );

  test('answers the same for the same picture', async () => {
    const noise = { type: 'gaussian', mean: 120, sigma: 60 } as const;
    const picture = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#000', noise } })
      .png()
      .toBuffer();
    expect(await colorsOf(picture, { k: '8' })).toEqual(await colorsOf(picture, { k: '8' }));
  });

  test.each(['0', '17', '-1', '2.5', 'three', '1e1'])('refuses k = %s', async (k) => {
    expect(await ask(await flatPicture(), { k })).toMatchObject(refusal('参数无效'));
  });

  test.each([
    ['an empty file', ''],
    ['a text', 'no picture at all'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['a damaged JPEG', Buffer.concat([Buffer.from([255, 216, 255, 224]), Buffer.alloc(500, 7)])],
    ['more than ten megabytes', Buffer.alloc(10 * 1024 * 1024 + 1, 9)],
  ])('refuses %s', async (_name, content) => {
    expect(await ask(content)).toMatchObject(refusal('未获取到image'));
  });

  test('refuses a request without a picture, and one with another field', async () => {
    const none = await world.call(undefined, 'POST /travel/api/color', { k: 3 });
    expect(none).toMatchObject(refusal('未获取到image'));
    const other = fileForm('photo', await flatPicture(), 'photo.jpg');
    expect(await world.call(undefined, 'POST /travel/api/color', other)).toMatchObject(refusal('未获取到image'));
  });

  test('is no path to read', async () => {
    expect(await world.call(undefined, 'GET /travel/api/color')).toMatchObject(refusal('请使用 POST 请求'));
  });
});
