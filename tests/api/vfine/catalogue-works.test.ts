import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import type { Work } from '#domain/works/work.entity.ts';
import { buildCertificate } from '#tests/kit/certificates.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

type Shown = Record<string, unknown> & { uuid: string; name: string };
interface Page {
  count: number;
  next: string | null;
  results: Shown[];
}

let vfine: Vfine;
let singer: User;
let producer: User;
beforeAll(async () => {
  vfine = await buildVfine();
  singer = await vfine.buildMusician({ musicianType: 'SINGER', name: '谭维维', avatar: '/pics/tan.png' });
  producer = await vfine.buildMusician({ musicianType: 'PRODUCER' });
  const works: [name: string, by: User, fields: object][] = [
    ['夜上海 Remix', singer, { tags: [3], categories: [31], collectCount: 5 }],
    ['海上的夜', singer, { tags: [3, 4], type: 'PERSONAL', collectCount: 9 }],
    ['100% Rock_n Roll', producer, { tags: [4], categories: [36], collectCount: 1 }],
    ['夜 · 未上架', singer, { tags: [3], status: 'OFFLINE' }],
    ['夜 · 等待', singer, { tags: [3], status: 'WAITING' }],
    ['夜 · 删除', singer, { tags: [3], status: 'DELETE' }],
  ];
  for (const [i, [name, by, fields]] of works.entries())
    await vfine.buildWork({ producer: by, name, createdAt: new Date(Date.UTC(2017, 1, 21, 5, i)), ...fields });
});
afterAll(() => vfine.close());

const find = async (query: string) => (await vfine.call(undefined, `GET /vfine/v1/works/?${query}`)).body as Page;
const namesOf = ({ results }: Page) => results.map(({ name }) => name);

describe('GET /works/', () => {
  const [first, second, third] = ['夜上海 Remix', '海上的夜', '100% Rock_n Roll'];
  const searches: [query: string, names: string[]][] = [
    ['', [third, second, first]],
    ['sort=NEWEST', [third, second, first]],
    ['sort=ALL', [first, second, third]],
    ['sort=HOTTEST', [second, first, third]],
    ['name=', [third, second, first]],
    ['name=%20', [third, second, first]],
    ['name=夜', [second, first]],
    ['name=上海', [first]],
    ['name=海上', [second]],
    ['name=remix', [first]],
    ['name=REMIX', [first]],
    ['name=夜上海%20remix', [first]],
    ['name=100%25', [third]],
    ['name=k_n', [third]],
    ['name=_', [third]],
    ['name=%25', [third]],
    ['name=晨', []],
    ["name=' or 1=1 --", []],
    ['tags=3', [second, first]],
    ['tags=3,4', [second]],
    ['tags=3&tags=4', [second]],
    ['tags=1', [third, second, first]],
    ['tags=31', []],
    ['categories=31', [first]],
    ['categories=2', [third, first]],
    ['type=SINGER', [second, first]],
    ['type=PRODUCER', [third]],
    ['type=PERSONAL', [second]],
    ['type=', [third, second, first]],
    ['name=夜&tags=4&type=SINGER', [second]],
    ['something=else', [third, second, first]],
  ];
  test.each(searches)('?%s finds what is on the shelf', async (query, names) => {
    const page = await find(query);
    expect(namesOf(page)).toEqual(names);
    expect(page.count).toBe(names.length);
  });

  test.each([
    'sort=BEST',
    'type=BAND',
    'tags=rock',
    'tags=999999',
    'tags=-1',
    'categories=1.5',
    `name=${'x'.repeat(129)}`,
    'name=%00',
    `tags=${'3,'.repeat(11)}`,
  ])('?%s is refused', async (query) => {
    const reply = await vfine.call(undefined, `GET /vfine/v1/works/?${query}`);
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
  });

  test('prints the musician’s type, name and picture', async () => {
    expect((await find('name=上海')).results[0]).toMatchObject({
      type: 'SINGER',
      username: '谭维维',
      photo: '/pics/tan.png',
      remarks: '',
      owner: { name: '', phone: '', address: '' },
    });
  });

  test('pages through works of one moment without repeating or leaving out any', async () => {
    const author = await vfine.buildMusician({ musicianType: 'BANDSMAN' });
    const createdAt = new Date();
    for (let i = 0; i < 7; i++) await vfine.buildWork({ producer: author, createdAt });
    const seen: string[] = [];
    for (let page = 1; page <= 4; page++) {
      const { results, next } = await find(`type=BANDSMAN&page_size=2&page=${page}`);
      seen.push(...results.map(({ uuid }) => uuid));
      expect(next === null).toBe(page === 4);
    }
    expect(new Set(seen).size).toBe(7);
    expect(await vfine.call(undefined, 'GET /vfine/v1/works/?type=BANDSMAN&page_size=2&page=5')).toMatchObject({
      status: 404,
    });
    expect((await find('page_size=1000000')).results.length).toBeLessThanOrEqual(100);
  });
});

describe('GET /songs/works/', () => {
  test('shows an operator what is for sale, what of it was sold, and not what was given back', async () => {
    const admin = await vfine.buildOperator();
    const seller = await vfine.buildMusician();
    const sold = await buildCertificate(vfine, { buyer: producer, seller });
    const given = await buildCertificate(vfine, { buyer: producer, seller, state: 'VOID' });
    const { body } = await vfine.call(admin, 'GET /vfine/v1/songs/works/?status=ONLINE&page_size=100');
    const of = (id: string) => (body as Page).results.find(({ uuid }) => uuid === id);
    expect(of(sold.work.id)).toMatchObject({
      sold_count: 1,
      last_sold_at: sold.issuedAt?.toISOString().replace('Z', '000Z'),
    });
    expect(of(given.work.id)).toMatchObject({ sold_count: 0, last_sold_at: null });
  });

  test('shows operators alone the work that a song sounds like', async () => {
    const [seller, admin] = [await vfine.buildMusician(), await vfine.buildOperator()];
    const fingerprintMatch = { workId: randomUUID(), similarity: 0.93 };
    const alike = await vfine.buildWork({ producer: seller, fingerprintMatch });
    const other = await vfine.buildWork({ producer: seller });
    const shown = async (viewer: User, work: Work, path: string) => {
      const { body } = await vfine.call(viewer, `GET /vfine/v1${path}?page_size=100`);
      return (body as Page).results.find(({ uuid }) => uuid === work.id);
    };
    const duplicate = { uuid: fingerprintMatch.workId, similarity: 0.93 };
    expect(await shown(admin, alike, '/songs/works/')).toMatchObject({ possible_duplicate: duplicate });
    expect(await shown(admin, other, '/songs/works/')).toMatchObject({ possible_duplicate: null });
    expect(await shown(seller, alike, '/mps/works/')).not.toHaveProperty('possible_duplicate');
  });

  test.each([
    ['status=WAITING', ['夜 · 等待']],
    ['status=OFFLINE', ['夜 · 未上架']],
    ['status=FAIL', []],
  ])('?%s', async (query, names) => {
    const { body } = await vfine.call(await vfine.buildOperator(), `GET /vfine/v1/songs/works/?${query}`);
    expect(namesOf(body as Page)).toEqual(names);
  });

  test('leaves out what is not for sale and what is deleted, and refuses unknown states', async () => {
    const admin = await vfine.buildOperator();
    const kept = await vfine.buildWork({ producer: singer, canSell: false });
    const { body } = await vfine.call(admin, 'GET /vfine/v1/songs/works/?page_size=100');
    const names = namesOf(body as Page);
    expect(names).not.toContain(kept.name);
    expect(names).not.toContain('夜 · 删除');
    expect(await vfine.call(admin, 'GET /vfine/v1/songs/works/?status=GONE')).toMatchObject({ status: 400 });
  });
});

describe('a licensee', () => {
  const owner = { name: '李四', phone: '+8618566669999', address: '北京' };
  test.each([
    ['ISSUED', owner],
    ['DRAFT', { name: '李四', phone: '+86*******9999', address: '' }],
    ['VOID', { name: '李四', phone: '+86*******9999', address: '' }],
  ] as const)('whose licence is %s sees the owner of the copyright as far as it is theirs', async (state, shown) => {
    const seller = await vfine.buildMusician();
    const buyer = await vfine.buildUser();
    const { work } = await buildCertificate(vfine, { buyer, seller, state });
    await vfine.call(seller, `PUT /vfine/v1/works/${work.id}/`, { owner });
    await vfine.call(await vfine.buildOperator(), `PATCH /vfine/v1/works/${work.id}/`, { status: 'ONLINE' });
    const { body } = await vfine.call(buyer, `GET /vfine/v1/mps/${seller.uuid}/works/`);
    expect((body as Page).results[0]).toMatchObject({ owner: shown });
  });
});
