import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Follow } from '#domain/musicians/follow.entity.ts';
import { anyPhone, buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const at = '/vfine/v1/users';
const relate = (user: User | undefined, body: object) => world.call(user, `PUT ${at}/update-relation`, { ...body });
const follow = (user: User, other: User) => relate(user, { type: 'FOLLOW', uuid: other.uuid });
const list = (user: User | undefined, what: string) => world.call(user, `GET ${at}/${what}`);
const names = ({ body }: { body: unknown }) => (body as { data: { name: string }[] }).data.map(({ name }) => name);
const pairs = (follower: User, followed: User) =>
  world.em().count(Follow, { follower: follower.id, followed: followed.id });

describe('PUT /users/update-relation', () => {
  test('follows once, however often and in parallel it is asked', async () => {
    const [user, other] = [await world.buildUser(), await world.buildMusician()];
    const replies = await Promise.all(Array.from({ length: 5 }, () => follow(user, other)));
    expect(replies.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
    expect(await follow(user, other)).toMatchObject({ status: 204, body: Buffer.alloc(0) });
    expect(await pairs(user, other)).toBe(1);
  });

  test('unfollows, also who is not followed, and leaves the way back as it is', async () => {
    const [user, other] = [await world.buildUser(), await world.buildUser()];
    await follow(user, other);
    await follow(other, user);
    for (let twice = 0; twice < 2; twice++)
      expect(await relate(user, { type: 'UN-FOLLOW', uuid: other.uuid })).toMatchObject({ status: 204 });
    expect([await pairs(user, other), await pairs(other, user)]).toEqual([0, 1]);
  });

  test('takes a uuid in capitals and without dashes', async () => {
    const [user, other] = [await world.buildUser(), await world.buildUser()];
    const uuid = other.uuid.toUpperCase().replaceAll('-', '');
    expect(await relate(user, { type: 'FOLLOW', uuid })).toMatchObject({ status: 204 });
    expect(await pairs(user, other)).toBe(1);
  });

  test('refuses to follow oneself', async () => {
    const user = await world.buildUser();
    expect(await follow(user, user)).toMatchObject({ status: 400, body: { code: 'unsupported' } });
  });

  test.each([
    ['asks for the type', { uuid: randomUUID() }, 400, { message: '缺少字段', code: 'missing_body_field' }],
    ['asks for the uuid', { type: 'FOLLOW' }, 400, { code: 'missing_body_field' }],
    [
      'refuses another type',
      { type: 'LIKE', uuid: randomUUID() },
      400,
      { message: 'type取值不对', code: 'invalid_value' },
    ],
    ['refuses what is no uuid', { type: 'FOLLOW', uuid: 'x' }, 400, { code: 'invalid_value' }],
    ['does not find nobody', { type: 'FOLLOW', uuid: randomUUID() }, 404, { detail: 'Not found.' }],
  ])('%s', async (_name, given, status, body) => {
    expect(await relate(await world.buildUser(), given)).toMatchObject({ status, body });
  });

  test('does not find people of another face', async () => {
    const operator = await world.buildOperator();
    expect(await follow(await world.buildUser(), operator)).toMatchObject({ status: 404 });
  });
});

describe('followers and following', () => {
  test('show musicians, the last to come first, as the document prints them', async () => {
    const star = await world.buildMusician({ name: '主角' });
    const people = [
      await world.buildMusician({ name: '甲', phone: anyPhone() }),
      await world.buildUser(),
      await world.buildMusician({ name: '乙' }),
    ];
    for (const one of people) {
      await follow(one, star);
      await follow(star, one);
    }
    for (const what of ['followers', 'following']) {
      const reply = await list(star, what);
      expect(reply.status).toBe(200);
      expect(names(reply)).toEqual(['乙', '甲']);
      expect((reply.body as { data: unknown[] }).data[1]).toEqual({
        location: {},
        musician: { type: 'SINGER' },
        works_likes: 0,
        avatar: '',
        name: '甲',
      });
    }
    expect(names(await list(star, 'followers?page_size=1&page=2'))).toEqual(['甲']);
    expect(names(await list(star, 'following?page_size=1&page=3'))).toEqual([]);
  });

  test.each(['followers', 'following'])('are for musicians: %s', async (what) => {
    const [visitor, musician] = [await world.buildUser(), await world.buildMusician()];
    await follow(musician, visitor);
    await follow(visitor, musician);
    expect(await list(visitor, what)).toMatchObject({ status: 200, body: { data: [] } });
    expect(await list(musician, what)).toMatchObject({ status: 200, body: { data: [] } });
  });

  test.each(['followers', 'following'])('refuse a page that is none: %s', async (what) => {
    const reply = await list(await world.buildUser(), `${what}?page=0`);
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
  });
});

describe.each([
  ['PUT', 'update-relation', { type: 'FOLLOW', uuid: randomUUID() }],
  ['GET', 'followers', undefined],
  ['GET', 'following', undefined],
])('%s /users/%s', (method, path, given) => {
  test('asks for a login', async () => {
    const reply = await world.call(undefined, `${method} ${at}/${path}`, given);
    expect(reply).toMatchObject({ status: 401, body: { message: '未认证' } });
  });

  test('is nothing an operator has', async () => {
    const reply = await world.call(await world.buildOperator(), `${method} ${at}/${path}`, given);
    expect(reply).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
  });
});
