import sharp from 'sharp';
import { fileForm } from '#tests/kit/http.ts';
import { flatPicture } from '#tests/kit/pictures.ts';
import { buildTravel, refusal, type Travel } from '#tests/kit/travel.ts';

let world: Travel;
beforeAll(async () => {
  world = await buildTravel();
});
afterAll(() => world.close());

const tags = ['cloudy', 'rainy', 'snow', 'sunny'];
interface Answer {
  weather: string;
  weather_id: number;
  tags: string[];
  rate: number[];
}
const ask = (content: Buffer | string) =>
  world.call(undefined, 'POST /travel/api/weather', fileForm('image', content, 'photo.jpg'));
async function weatherOf(content: Buffer): Promise<Answer> {
  const reply = await ask(content);
  expect(reply).toMatchObject({ status: 200, body: { code: 200, msg: '获取成功' } });
  return (reply.body as { data: Answer }).data;
}

/** By how much a score leads over sunny. */
const lead = (rate: number[], k: number): number => (rate[k] ?? 0) - (rate[3] ?? 0);

/** A meadow under a sky, as two colours with a soft noise. */
const landscape = async (sky: string, ground: string): Promise<Buffer> => {
  const noise = { type: 'gaussian', mean: 128, sigma: 14 } as const;
  const grain = await sharp({ create: { width: 480, height: 320, channels: 3, background: '#000', noise } })
    .png()
    .toBuffer();
  const below = await sharp({ create: { width: 480, height: 140, channels: 3, background: ground } })
    .png()
    .toBuffer();
  return sharp({ create: { width: 480, height: 320, channels: 3, background: sky } })
    .composite([
      { input: below, left: 0, top: 180 },
      { input: grain, blend: 'soft-light' },
    ])
    .jpeg()
    .toBuffer();
};

describe('POST /travel/api/weather', () => {
  test.each([
    ['a blue sky over a meadow', '#3f84d6', '#7c9a4a'],
    ['a grey sky over a dull field', '#aeb4bb', '#5d6256'],
    ['white ground under a pale sky', '#cfd6de', '#eef2f6'],
  ])('answers raw scores in the order of the tags for %s', async (_name, sky, ground) => {
    const { weather, weather_id: id, tags: said, rate } = await weatherOf(await landscape(sky, ground));
    expect(said).toEqual(tags);
    expect(rate).toHaveLength(4);
    expect(rate[id]).toBe(Math.max(...rate));
    expect(weather).toBe(tags[id]);
    expect(rate.reduce((sum, one) => sum + one, 0)).not.toBeCloseTo(1, 3);
  });

  test('tells a blue sky from a grey one, and both from white ground', async () => {
    const rates = await Promise.all(
      [
        ['#3f84d6', '#7c9a4a'],
        ['#aeb4bb', '#5d6256'],
        ['#cfd6de', '#eef2f6'],
      ].map(async ([sky = '', ground = '']) => (await weatherOf(await landscape(sky, ground))).rate),
    );
    const [blue = [], grey = [], white = []] = rates;
    expect(lead(grey, 0)).toBeGreaterThan(lead(blue, 0));
    expect(lead(white, 2)).toBeGreaterThan(lead(blue, 2));
  });

  test('answers the same for the same picture, and for the smallest one', async () => {
    const picture = await landscape('#3f84d6', '#7c9a4a');
    expect(await weatherOf(picture)).toEqual(await weatherOf(picture));
    await weatherOf(await flatPicture('png', { width: 32, height: 32 }));
    await weatherOf(await flatPicture('png', { width: 6000, height: 32 }));
  });

  test.each([
    ['a picture of 31 px', () => flatPicture('png', { width: 31, height: 400 })],
    ['an empty file', async () => Buffer.alloc(0)],
    ['a text', async () => Buffer.from('rain')],
    ['more than ten megabytes', async () => Buffer.alloc(10 * 1024 * 1024 + 1, 9)],
    ['more than 25 megapixels', () => flatPicture('png', { width: 5100, height: 5000 })],
  ])('refuses %s', async (_name, make) => {
    expect(await ask(await make())).toMatchObject(refusal('未获取到image'));
  });

  test('refuses a request without a picture, and reading', async () => {
    expect(await world.call(undefined, 'POST /travel/api/weather', {})).toMatchObject(refusal('未获取到image'));
    expect(await world.call(undefined, 'GET /travel/api/weather')).toMatchObject(refusal('请使用 POST 请求'));
  });
});
