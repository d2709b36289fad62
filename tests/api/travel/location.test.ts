import { impressionOf, impressions } from '#domain/places/impressions.ts';
import { buildTravel, refusal, type Travel } from '#tests/kit/travel.ts';

let world: Travel;
beforeAll(async () => {
  world = await buildTravel();
});
afterAll(() => world.close());

const ask = (query: string) => world.call(undefined, `GET /travel/api/location${query}`);

describe('GET /travel/api/location', () => {
  test('says province, city, county and a picture that is served', async () => {
    const reply = await ask('?longitude=121.47&latitude=31.23');
    const image = '/travel/static/city/shanghai1.png';
    expect(reply).toMatchObject({
      status: 200,
      body: { code: 200, msg: '获取成功', data: { province: '上海市', city: '上海市', county: '黄浦区', image } },
    });
    const picture = await world.call(undefined, `GET ${image}`);
    expect(picture.status).toBe(200);
    expect(picture.headers.get('content-type')).toBe('image/png');
  });

  test.each([
    ['nothing', ''],
    ['no longitude', '?latitude=31.23'],
    ['no latitude', '?longitude=121.47'],
    ['an empty one', '?longitude=&latitude=31.23'],
    ['a word', '?longitude=east&latitude=31.23'],
    ['no number', '?longitude=NaN&latitude=31.23'],
    ['infinity', '?longitude=Infinity&latitude=31.23'],
    ['a hexadecimal number', '?longitude=0x10&latitude=31.23'],
    ['two at once', '?longitude=121&longitude=122&latitude=31.23'],
    ['a longitude beyond 180', '?longitude=180.1&latitude=31.23'],
    ['a latitude beyond -90', '?longitude=121.47&latitude=-90.1'],
  ])('refuses %s', async (_name, query) => {
    expect(await ask(query)).toMatchObject(refusal('参数无效'));
  });

  test.each([
    ['the sea', '?longitude=122.5&latitude=35'],
    ['abroad', '?longitude=139.76&latitude=35.68'],
    ['the edge of the world', '?longitude=-180&latitude=90'],
  ])('finds nothing for %s', async (_name, query) => {
    expect(await ask(query)).toMatchObject(refusal('找不到位置'));
  });

  test('is only for reading', async () => {
    expect(await world.call(undefined, 'POST /travel/api/location', {})).toMatchObject(refusal('请使用 GET 请求'));
  });
});

describe('GET /travel/static/city', () => {
  test.each([...impressions])('serves %s', async (file) => {
    const reply = await world.call(undefined, `GET /travel/static/city/${file}`);
    expect(reply.status).toBe(200);
    expect((reply.body as Buffer).subarray(1, 4).toString()).toBe('PNG');
    expect((reply.body as Buffer).length).toBeLessThan(30_000);
  });

  test.each(['nowhere1.png', '..%2F..%2Ffonts.conf', 'china.bin.br', 'def1.PNG'])(
    'knows nothing of %s',
    async (file) => {
      expect(await world.call(undefined, `GET /travel/static/city/${file}`)).toMatchObject(refusal('找不到页面'));
    },
  );

  test('has the default of the document for a name that is no province', () => {
    expect(impressionOf('')).toBe('def1.png');
    expect(impressionOf('constructor')).toBe('def1.png');
  });
});
