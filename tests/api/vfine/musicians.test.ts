import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { anyMail, anyPhone, buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const at = '/vfine/v1';
interface Page {
  count: number;
  next: string | null;
  results: { uuid: string; name: string }[];
}
const star = (who: User | undefined, method: string, body: object) =>
  world.call(who, `${method} ${at}/mps/star/`, { ...body });
const follow = (user: User, { uuid }: User) =>
  world.call(user, `PUT ${at}/users/update-relation`, { type: 'FOLLOW', uuid });
const look = (viewer: User | undefined, uuid: string) => world.call(viewer, `GET ${at}/users/${uuid}/`);
const levelOf = async ({ uuid }: User) => ((await look(undefined, uuid)).body as { level: string }).level;

describe('GET /users/:uuid/', () => {
  test('shows a musician to everybody, without phone or mail', async () => {
    const location = { city: '广东省', country: '中国' };
    const keys = {
      phone: anyPhone(),
      email: anyMail(),
      name: '亦听',
      intro: '这是一段描述',
      location,
      avatar: 'a.png',
    };
    const { uuid, id } = await world.buildMusician({ ...keys, musicianType: 'PRODUCER' });
    const reply = await look(undefined, uuid.toUpperCase());
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      uuid,
      level: 'NORMAL',
      name: '亦听',
      location,
      is_musician: true,
      desc: '这是一段描述',
      type: 'PRODUCER',
      categories: [],
      avatar: 'a.png',
      works_collected_count: 0,
      music_producer: id,
    });
  });

  test('shows a visitor without a number', async () => {
    const { body } = await look(undefined, (await world.buildUser()).uuid);
    expect(body).toMatchObject({ is_musician: false, type: null });
    expect(body).not.toHaveProperty('music_producer');
  });

  test('tells who is logged in whether they follow', async () => {
    const [viewer, other] = [await world.buildUser(), await world.buildMusician()];
    expect((await look(viewer, other.uuid)).body).toMatchObject({ is_following: false });
    await follow(viewer, other);
    expect((await look(viewer, other.uuid)).body).toMatchObject({ is_following: true });
    expect((await look(other, viewer.uuid)).body).toMatchObject({ is_following: false });
    expect((await look(undefined, other.uuid)).body).not.toHaveProperty('is_following');
  });

  test.each([randomUUID(), 'x', '%00', '1'])('does not find %s', async (uuid) => {
    expect(await look(undefined, uuid)).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
  });

  test('does not find an operator', async () => {
    expect(await look(undefined, (await world.buildOperator()).uuid)).toMatchObject({ status: 404 });
  });
});

describe('GET /mps/', () => {
  let other: Vfine;
  beforeAll(async () => {
    other = await buildVfine();
    const build = (name: string, musicianType: string, location: unknown = {}, starredAt: Date | null = null) =>
      other.buildMusician({ name, musicianType, location, starredAt, phone: anyPhone(), email: anyMail() });
    await other.buildUser();
    const [a, b, c, d] = [
      await build('甲', 'SINGER', { city: '北京市', country: '中国' }),
      await build('乙', 'BANDSMAN', { country: 'Japan' }, new Date()),
      await build('丙', 'SINGER', 'somewhere', new Date()),
      await build('丁', 'PRODUCER', { country: { code: 81 } }),
    ];
    await other.buildWork({ producer: c, collectCount: 2 });
    await other.buildWork({ producer: c, collectCount: 1, status: 'OFFLINE' });
    await other.buildWork({ producer: b, collectCount: 2 });
    await other.buildWork({ producer: a, collectCount: 9, status: 'DELETE' });
    await other.call(a, `PUT ${at}/users/update-relation`, { type: 'FOLLOW', uuid: d.uuid });
  });
  afterAll(() => other.close());

  test.each([
    ['all in the order of registration', '', '甲乙丙丁'],
    ['all when that is asked for', '?sort=ALL', '甲乙丙丁'],
    ['the newest first', '?sort=NEWEST', '丁丙乙甲'],
    ['those whose works were collected most first', '?sort=HOTTEST', '丙乙甲丁'],
    ['a type', '?type=SINGER&sort=NEWEST', '丙甲'],
    ['stars', '?level=STAR', '乙丙'],
    ['who is no star', '?level=NORMAL', '甲丁'],
    ['who is in China or names no country', '?country=China', '甲丙'],
    ['who is overseas', '?country=Overseas', '乙丁'],
    ['what all filters let pass', '?country=China&level=STAR&type=SINGER&sort=HOTTEST', '丙'],
    ['nobody', '?country=China&type=PRODUCER', ''],
    ['nobody with projects, as long as there are none', '?purpose=TV', ''],
    ['all where the filters are empty', '?type=&level=&country=&purpose=', '甲乙丙丁'],
    ['what it does not know as if it were not there', '?unknown=1', '甲乙丙丁'],
  ])('shows %s', async (_name, query, expected) => {
    const { status, body } = await other.call(undefined, `GET ${at}/mps/${query}`);
    expect([status, (body as Page).results.map(({ name }) => name).join('')]).toEqual([200, expected]);
    expect((body as Page).count).toBe(expected.length);
  });

  test('has both printed shapes in one, without phone or mail', async () => {
    const { body } = await other.call(undefined, `GET ${at}/mps/?country=Overseas&page_size=1`);
    expect(body).toEqual({
      count: 2,
      next: `${other.base}${at}/mps/?country=Overseas&page_size=1&page=2`,
      previous: null,
      results: [
        {
          uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
          name: '乙',
          avatar: '',
          location: { country: 'Japan' },
          level: 'STAR',
          desc: '',
          categories: [],
          county: 'Overseas',
          works_likes: 2,
          theme_song: null,
          projects: [],
        },
      ],
    });
  });

  test.each(['type=DRUMMER', 'sort=BEST', 'level=GOD', 'country=Japan', 'purpose=FILM', 'page=0'])(
    'refuses %s',
    async (query) => {
      const reply = await other.call(undefined, `GET ${at}/mps/?${query}`);
      expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
    },
  );

  test('does not find a page after the last', async () => {
    expect(await other.call(undefined, `GET ${at}/mps/?page=2`)).toMatchObject({ status: 404 });
  });
});

describe('the star of a musician', () => {
  test('is given and taken by an operator, however often, and noted', async () => {
    const [operator, musician] = [await world.buildOperator(), await world.buildMusician()];
    for (const [method, level] of [
      ['POST', 'STAR'],
      ['POST', 'STAR'],
      ['DELETE', 'NORMAL'],
      ['DELETE', 'NORMAL'],
    ] as const) {
      expect(await star(operator, method, { pk: musician.uuid })).toMatchObject({ status: 204 });
      expect(await levelOf(musician)).toBe(level);
      const { body } = await world.call(musician, `GET ${at}/users/profile`);
      expect(body).toMatchObject({ musician: { level } });
    }
    const acts = await world.em().find(Audit, { actor: operator.uuid }, { orderBy: { id: 'asc' } });
    const subject = `musician:${musician.uuid}`;
    expect(acts).toMatchObject([
      { action: 'star', subject, before: 'NORMAL', after: 'STAR' },
      { action: 'star', subject, before: 'STAR', after: 'STAR' },
      { action: 'unstar', subject, before: 'STAR', after: 'NORMAL' },
      { action: 'unstar', subject, before: 'NORMAL', after: 'NORMAL' },
    ]);
  });

  describe.each(['POST', 'DELETE'])('%s /mps/star/', (method) => {
    test.each([
      ['does not find nobody', { pk: randomUUID() }, 404, { detail: 'Not found.' }],
      ['asks for the musician', {}, 400, { message: '缺少字段', code: 'missing_body_field' }],
      ['refuses what is no uuid', { pk: 7 }, 400, { code: 'invalid_value' }],
    ])('%s', async (_name, given, status, body) => {
      expect(await star(await world.buildOperator(), method, given)).toMatchObject({ status, body });
    });

    test('does not find a visitor', async () => {
      const { uuid: pk } = await world.buildUser();
      expect(await star(await world.buildOperator(), method, { pk })).toMatchObject({ status: 404 });
    });

    test('is for administrators', async () => {
      const musician = await world.buildMusician();
      const pk = musician.uuid;
      expect(await star(undefined, method, { pk })).toMatchObject({ status: 401, body: { message: '未认证' } });
      expect(await star(musician, method, { pk })).toMatchObject({ status: 403, body: { message: '没有权限' } });
      expect(await levelOf(musician)).toBe('NORMAL');
    });
  });
});
