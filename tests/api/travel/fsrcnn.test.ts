import sharp from 'sharp';
import { createPictureModels } from '#adapters/media/models/picture-models.ts';
import { createModelPool } from '#adapters/models/pool.ts';
import { blankPng, disc } from '#tests/media-pictures/made-pictures.ts';
import { fileForm, type Given } from '#tests/kit/http.ts';
import { buildTravel, refusal } from '#tests/kit/travel.ts';

const models = createModelPool({ threads: 1, timeLimitMs: 300_000 });
const world = await buildTravel({ ports: { pictureModels: createPictureModels(models) } });
afterAll(() => Promise.all([world.close(), models.close()]));

const noPicture = refusal('未获取到image');
const wrongScale = refusal('缩放倍数错误');
const picture = await disc(60, 40, 0.5, 0.5, 0.3).jpeg().toBuffer();

const formOf = (scale: string) => fileForm('image', picture, 'a.jpg', { scale });
const enlarge = (fields: Record<string, string>, content: Buffer | string = picture) =>
  world.call(undefined, 'POST /travel/api/fsrcnn', fileForm('image', content, 'a.jpg', fields));
const jpegIn = (body: unknown): Buffer => Buffer.from((body as { data: string }).data, 'base64');

describe('POST /travel/api/fsrcnn', () => {
  test.each([
    ['2', 120, 80],
    ['3', 180, 120],
    ['4', 240, 160],
    [' 2 ', 120, 80],
    ['', 180, 120],
    [undefined, 180, 120],
  ])('by %p answers exactly so many times the picture, as a JPEG', async (scale, width, height) => {
    const reply = await enlarge(scale === undefined ? {} : { scale });
    expect(reply).toMatchObject({ status: 200, body: { code: 200, msg: '获取成功' } });
    expect(await sharp(jpegIn(reply.body)).metadata()).toMatchObject({ format: 'jpeg', width, height });
  });

  test('keeps the picture: shrunk again, it is nearly the same', async () => {
    const { body } = await enlarge({ scale: '4' });
    const again = await sharp(jpegIn(body)).resize(60, 40).raw().toBuffer();
    const before = await sharp(picture).raw().toBuffer();
    const difference = before.reduce((sum, value, i) => sum + Math.abs(value - (again[i] ?? 0)), 0) / before.length;
    expect(difference).toBeLessThan(3);
  });

  test('turns a picture upright, whatever its name and format', async () => {
    const turned = await disc(60, 40, 0.5, 0.5, 0.3).withMetadata({ orientation: 6 }).webp().toBuffer();
    const { body } = await enlarge({ scale: '2' }, turned);
    expect(await sharp(jpegIn(body)).metadata()).toMatchObject({ width: 80, height: 120 });
  });

  test.each([['1'], ['5'], ['0'], ['-2'], ['2.5'], ['three'], ['1e9'], ['²'], ['2,3']])(
    'knows no scale %p',
    async (scale) => {
      expect(await enlarge({ scale })).toMatchObject(wrongScale);
    },
  );

  const bad: [name: string, content: () => Buffer | string][] = [
    ['an empty file', () => ''],
    ['a text', () => 'no picture'],
    ['an SVG', () => '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['a GIF', () => Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
    ['a JPEG that was cut off', () => picture.subarray(0, picture.length - 60)],
    ['more than 10 MB', () => Buffer.concat([picture, Buffer.alloc(10 * 1024 * 1024)])],
    ['more than 20 MB', () => Buffer.concat([picture, Buffer.alloc(20 * 1024 * 1024)])],
    ['26 megapixels', () => blankPng(6500, 4000)],
    ['what would have more than 40 megapixels', () => blankPng(4000, 2600)],
  ];
  test.each(bad)('refuses %s', async (_name, content) => {
    expect(await enlarge({ scale: '2' }, content())).toMatchObject(noPicture);
  });

  const without: [name: string, given: () => Given | undefined][] = [
    ['no body', () => undefined],
    ['JSON', () => ({ image: 'a.jpg', scale: 2 })],
    ['a text in its place', () => new URLSearchParams({ image: 'a.jpg' })],
    ['another field', () => fileForm('file', picture, 'a.jpg')],
    [
      'two files',
      () => {
        const form = fileForm('image', picture, 'a.jpg');
        form.append('image', new Blob([new Uint8Array(picture)]), 'b.jpg');
        return form;
      },
    ],
  ];
  test.each(without)('misses the picture in %s', async (_name, given) => {
    expect(await world.call(undefined, 'POST /travel/api/fsrcnn', given())).toMatchObject(noPicture);
  });

  test('asks for POST', async () => {
    expect(await world.call(undefined, 'GET /travel/api/fsrcnn')).toMatchObject(refusal('请使用 POST 请求'));
  });
});

describe('too much at once', () => {
  test('is refused, and what was let in is answered', async () => {
    const narrow = createModelPool({ threads: 1, queue: 1 });
    const crowded = await buildTravel({ ports: { pictureModels: createPictureModels(narrow) } });
    const replies = await Promise.all(
      Array.from({ length: 16 }, () => crowded.call(undefined, 'POST /travel/api/fsrcnn', formOf('2'))),
    );
    expect(replies.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(2);
    const refused = replies.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    for (const reply of refused) expect(reply).toMatchObject(refusal('服务器繁忙，请稍后再试'));
    await crowded.close();
    await narrow.close();
  });

  test('from one address is refused too', async () => {
    const strict = await buildTravel({ settings: { rateLimits: true } });
    await strict.tried('model', 59);
    expect(await strict.call(undefined, 'POST /travel/api/fsrcnn')).toMatchObject(noPicture);
    expect(await strict.call(undefined, 'POST /travel/api/fsrcnn')).toMatchObject(refusal('操作过于频繁，请稍后再试'));
    await strict.close();
  });
});
