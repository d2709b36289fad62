import { createModelPool } from '#adapters/models/pool.ts';
import { createPoet } from '#adapters/poems/poet.ts';
import type { PoemWish } from '#domain/ports/poet.ts';
import { buildTravel, refusal, type Travel } from '#tests/kit/travel.ts';

const pool = createModelPool({ threads: 1, timeLimitMs: 300_000 });
const poet = createPoet(pool);
const wishes: PoemWish[] = [];

const write = (wish: PoemWish) => {
  wishes.push(wish);
  return poet.write(wish);
};

let world: Travel;
beforeAll(async () => {
  world = await buildTravel({ ports: { poet: { write } } });
});
afterAll(() => Promise.all([world.close(), pool.close()]));

const poem = (body: Record<string, unknown> | URLSearchParams) => world.call(undefined, 'POST /travel/api/poem', body);
const pictured = (body: Record<string, unknown>) => world.call(undefined, 'POST /travel/api/img2poem', body);
const lines = (length: number) => new RegExp(`^\\p{Script=Han}{${length}}(?:\\n\\p{Script=Han}{${length}}){3}$`, 'u');

describe('POST /travel/api/poem', () => {
  test.each([5, 7])('answers two poems of four lines of %d', async (length) => {
    const reply = await poem({ keyword: '春风', length });
    const verse = expect.stringMatching(lines(length)) as string;
    expect(reply).toMatchObject({ status: 200, body: { code: 200, msg: '获取成功', data: [verse, verse] } });
    const { data } = reply.body as { data: string[] };
    expect(new Set(data).size).toBe(2);
    for (const one of data) expect(one).toContain('春风');
  });

  test('writes the same for the same, and other poems for another seed', async () => {
    const [one, same, other] = [
      await poem({ keyword: '明月' }),
      await poem({ keyword: '明月' }),
      await poem({ keyword: '明月', seed: '7' }),
    ];
    expect(same.body).toEqual(one.body);
    expect(other.body).not.toEqual(one.body);
  });

  const read: [name: string, body: Record<string, unknown>, wish: Partial<PoemWish>][] = [
    ['nothing but a keyword', {}, { length: 5, experience: 1, history: 0 }],
    ['texts', { length: '7', experience: '0', history: '1' }, { length: 7, experience: 0, history: 1 }],
    ['what is left empty', { length: '', experience: '', history: '' }, { length: 5, experience: 1, history: 0 }],
    ['other', { experience: 2 }, { experience: 2 }],
    ['not said', { experience: -1, history: '-1' }, { experience: undefined, history: undefined }],
  ];
  test.each(read)('understands %s', async (_name, body, wish) => {
    expect((await poem(new URLSearchParams({ keyword: '山', ...body } as Record<string, string>))).status).toBe(200);
    expect(wishes.at(-1)).toMatchObject({ keywords: ['山'], count: 2, ...wish });
  });

  test.each([
    ['no keyword', {}],
    ['an empty keyword', { keyword: ' ' }],
    ['a keyword of 21 characters', { keyword: '春'.repeat(21) }],
    ['a keyword without ideographs', { keyword: 'spring' }],
    ['an array for a keyword', { keyword: ['春'] }],
    ['lines of six', { keyword: '春', length: 6 }],
    ['lines of text', { keyword: '春', length: 'five' }],
    ['half a line', { keyword: '春', length: 5.5 }],
    ['an experience too many', { keyword: '春', experience: 3 }],
    ['an experience too few', { keyword: '春', experience: -2 }],
    ['a history too many', { keyword: '春', history: 2 }],
    ['a history in words', { keyword: '春', history: '盛世' }],
    ['an endless seed', { keyword: '春', seed: 'x'.repeat(1001) }],
  ])('refuses %s', async (_name, body) => {
    expect(await poem(body)).toMatchObject(refusal('参数无效'));
  });

  test('says that it is busy where too much is asked at once', async () => {
    const narrow = createModelPool({ threads: 1, queue: 1 });
    const crowded = await buildTravel({ ports: { poet: createPoet(narrow) } });
    const ask = () => crowded.call(undefined, 'POST /travel/api/poem', { keyword: '春' });
    const replies = await Promise.all(Array.from({ length: 16 }, ask));
    expect(replies.filter(({ status }) => status === 200)).not.toHaveLength(0);
    const refused = replies.filter(({ status }) => status !== 200);
    expect(refused).not.toHaveLength(0);
    for (const reply of refused) expect(reply).toMatchObject(refusal('服务器繁忙，请稍后再试'));
    await crowded.close();
    await narrow.close();
  });

  test('limits how often one may ask', async () => {
    const limited = await buildTravel({ settings: { rateLimits: true } });
    const ask = () => limited.call(undefined, 'POST /travel/api/poem', { keyword: 'x' });
    await limited.tried('model', 60);
    expect(await ask()).toMatchObject(refusal('操作过于频繁，请稍后再试'));
    await limited.close();
  });
});

describe('POST /travel/api/img2poem', () => {
  test('answers a poem and the words it was asked for', async () => {
    const reply = await pictured({ keyword: '晴', types: 'seashore,lakeside', values: '0.6,0.3' });
    expect(reply).toMatchObject({
      status: 200,
      body: { msg: '获取成功', data: { poem: expect.stringMatching(lines(5)) as string, keywords: '晴 海 潮 湖' } },
    });
    expect((reply.body as { data: { poem: string } }).data.poem).toContain('晴');
  });

  const others: [name: string, types: unknown, values: unknown, keywords: string][] = [
    ['other things', 'tabby,alp', '0.5,0.4', expect.not.stringContaining('海') as string],
    ['lists', ['seashore'], [0.9], expect.stringContaining('海') as string],
    ['one number', 'seashore', 1, expect.stringContaining('海') as string],
    [
      'labels with underscores and spaces',
      ' sea_shore , great_grey_owl',
      '0.1, 0.9',
      expect.not.stringContaining('海') as string,
    ],
    ['labels that nobody knows', 'constructor,nothing', '0.9,0.1', '晴'],
  ];
  test.each(others)('takes %s', async (_name, types, values, keywords) => {
    expect(await pictured({ keyword: '晴', types, values })).toMatchObject({
      status: 200,
      body: { data: { keywords } },
    });
  });

  test.each([
    ['no types', { values: '1' }],
    ['no values', { types: 'alp' }],
    ['no keyword', { keyword: '', types: 'alp', values: '1' }],
    ['empty types', { types: '', values: '1' }],
    ['a gap in the types', { types: 'alp,,tabby', values: '0.1,0.2,0.3' }],
    ['fewer values than types', { types: 'alp,tabby', values: '0.5' }],
    ['more values than types', { types: 'alp', values: '0.5,0.1' }],
    ['a value above one', { types: 'alp', values: '1.1' }],
    ['a value below nought', { types: 'alp', values: '-0.1' }],
    ['a value in words', { types: 'alp', values: 'much' }],
    ['no number', { types: 'alp', values: 'NaN' }],
    ['21 types', { types: Array(21).fill('alp').join(), values: Array(21).fill('0.1').join() }],
    ['lines of six', { types: 'alp', values: '1', length: 6 }],
  ])('refuses %s', async (_name, body) => {
    expect(await pictured({ keyword: '晴', ...body })).toMatchObject(refusal('参数无效'));
  });
});

describe.each(['poem', 'img2poem'])('GET /travel/api/%s', (name) => {
  test('is a form that posts there', async () => {
    const reply = await world.call(undefined, `GET /travel/api/${name}`);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(String(reply.body)).toContain(`<form method="post" action="/travel/api/${name}">`);
  });

  test('is gone where the setting says so', async () => {
    const bare = await buildTravel({ settings: { testForms: false } });
    expect(await bare.call(undefined, `GET /travel/api/${name}`)).toMatchObject(refusal('找不到页面'));
    await bare.close();
  });
});
