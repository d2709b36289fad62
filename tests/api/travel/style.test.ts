import sharp from 'sharp';
import { createPictureModels } from '#adapters/media/models/picture-models.ts';
import { createModelPool } from '#adapters/models/pool.ts';
import { disc } from '#tests/media-pictures/made-pictures.ts';
import { fileForm } from '#tests/kit/http.ts';
import { buildTravel, refusal } from '#tests/kit/travel.ts';

const models = createModelPool({ threads: 1, timeLimitMs: 300_000 });
const world = await buildTravel({ ports: { pictureModels: createPictureModels(models) } });
afterAll(() => Promise.all([world.close(), models.close()]));

const picture = await disc(120, 12, 0.5, 0.5, 0.3).jpeg().toBuffer(); // a strip, quickly painted
const paint = (fields: Record<string, string>, content: Buffer | string = picture) =>
  world.call(undefined, 'POST /travel/api/style', fileForm('image', content, 'a.jpg', fields));
const dataIn = (body: unknown): string => (body as { data: string }).data;

describe('GET /travel/api/style', () => {
  test('lists ids and names, the default first', async () => {
    expect(await world.call(undefined, 'GET /travel/api/style')).toMatchObject({
      status: 200,
      body: {
        msg: '获取成功',
        data: [
          { id: 'oil', name: '油画' },
          { id: 'brush', name: '厚涂' },
          { id: 'ink', name: '水墨' },
          { id: 'woodcut', name: '木刻' },
          { id: 'pencil', name: '铅笔' },
          { id: 'watercolour', name: '水彩' },
        ],
      },
    });
  });
});

describe('POST /travel/api/style', () => {
  test('paints with a longest side of 1024 px, as a JPEG of the same aspect', async () => {
    const reply = await paint({ style: 'pencil' });
    expect(reply).toMatchObject({ status: 200, body: { code: 200, msg: '获取成功' } });
    const jpeg = Buffer.from(dataIn(reply.body), 'base64');
    expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 1024, height: 102 });
    expect(await paint({ style: 'pencil' })).toMatchObject({ body: reply.body as object });
  });

  test('knows a style by id or place, and takes the first one by default', async () => {
    const [first, ...same] = await Promise.all(
      [{}, { style: '' }, { style: '0' }, { style: ' oil ' }].map((given) => paint(given)),
    );
    for (const reply of same) expect(dataIn(reply.body)).toBe(dataIn(first?.body));
    const [third, ink] = await Promise.all([paint({ style: '2' }), paint({ style: 'ink' })]);
    expect(dataIn(third.body)).toBe(dataIn(ink.body));
    expect(dataIn(third.body)).not.toBe(dataIn(first?.body));
  });

  test.each([['cubism'], ['6'], ['-1'], ['1.0'], ['Oil'], ['油画'], ['toString'], ['x'.repeat(2000)]])(
    'knows no style %p',
    async (style) => {
      expect(await paint({ style })).toMatchObject(refusal('指定的风格不存在'));
    },
  );

  const bad: [name: string, content: Buffer | string][] = [
    ['an empty file', ''],
    ['a text', 'no picture'],
    ['a JPEG that was cut off', picture.subarray(0, picture.length - 60)],
    ['more than 10 MB', Buffer.concat([picture, Buffer.alloc(10 * 1024 * 1024)])],
  ];
  test.each(bad)('refuses %s', async (_name, content) => {
    expect(await paint({}, content)).toMatchObject(refusal('未获取到image'));
  });

  test('misses the picture where there is none', async () => {
    expect(await world.call(undefined, 'POST /travel/api/style')).toMatchObject(refusal('未获取到image'));
    expect(await world.call(undefined, 'POST /travel/api/style', { style: 'ink' })).toMatchObject(
      refusal('未获取到image'),
    );
  });
});
