import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { buildUser } from '#tests/kit/factories.ts';
import type { Browser, Given } from '#tests/kit/http.ts';
import { captchaAnswer } from '#tests/kit/ports.ts';
import { buildTravel, refusal, visitorOf, type Travel } from '#tests/kit/travel.ts';

const password = 'correct horse battery';
let world: Travel;
let traveller: User;
let admin: Browser;
let manager: Browser;

const form = (fields: Record<string, string>) => new URLSearchParams(fields);
const tokenIn = (body: unknown): string => /name="csrf" value="([0-9a-f]{64})"/.exec(String(body))?.[1] ?? '';
const tokenOf = async (browser: Browser) => tokenIn((await browser.call('GET /travel/admin/')).body);

async function entered(name: string): Promise<Browser> {
  const browser = world.browser();
  const given = form({ name, password, csrf: await tokenOf(browser) });
  const { status, headers } = await browser.call('POST /travel/admin/', given);
  expect([status, headers.get('location')]).toEqual([303, '/travel/admin/']);
  return browser;
}

beforeAll(async () => {
  world = await buildTravel();
  traveller = await world.traveller({ password: 'own one' });
  await buildUser(world, { realm: 'ops', uname: 'boss', roles: ['admin'], password });
  await buildUser(world, { realm: 'ops', uname: 'helper', roles: ['manager'], password });
  admin = await entered('boss');
  manager = await entered('helper');
});
afterAll(() => world.close());

const lists = ['posts', 'comments', 'works', 'tasks', 'users', 'audit'];
const acts = [
  'posts/1/delete',
  'comments/1/delete',
  'works/1/share',
  'works/1/hide',
  'works/1/tag',
  'works/1/delete',
  'users/1/disable',
  'users/1/enable',
];

describe('who is let in', () => {
  test.each(lists)('a stranger and a user of the face are led from /admin/%s to the door', async (name) => {
    for (const who of [undefined, traveller]) {
      const { status, headers } = await world.call(who, `GET /travel/admin/${name}`);
      expect([status, headers.get('location')]).toEqual([303, '/travel/admin/']);
    }
  });

  test.each(acts)('nobody else does %s', async (name) => {
    const given = form({ csrf: 'x'.repeat(64), value: 'true', tag: '1' });
    expect((await world.call(traveller, `POST /travel/admin/${name}`, given)).status).toBe(303);
  });

  test.each([
    ['posts', 200],
    ['comments', 200],
    ['works', 200],
    ['tasks', 200],
    ['users', 403],
    ['audit', 403],
  ])('a manager sees /admin/%s with %i', async (name, status) => {
    const reply = await manager.call(`GET /travel/admin/${name}`);
    expect(reply.status).toBe(status);
    expect(String(reply.body)).not.toContain('/admin/users');
    expect((await admin.call(`GET /travel/admin/${name}`)).status).toBe(200);
  });

  test('a manager disables nobody', async () => {
    const given = form({ csrf: await tokenOf(manager) });
    expect((await manager.call(`POST /travel/admin/users/${traveller.id}/disable`, given)).status).toBe(403);
  });

  test('a session of the office is none of the face, and the other way round', async () => {
    expect(await admin.call('GET /travel/movie/new')).not.toMatchObject({ status: 500 });
    const reply = await world.call(traveller, 'GET /travel/admin/');
    expect(String(reply.body)).toContain('登录');
  });
});

describe('the door', () => {
  const bad = { name: 'boss', password: 'wrong' };
  test.each<[string, Record<string, string>, string]>([
    ['a wrong password', bad, '用户名或密码错误'],
    ['an unknown name', { ...bad, name: 'nobody' }, '用户名或密码错误'],
    ['no name', { password }, '用户名或密码错误'],
    ['an account of the face', { name: 'traveller', password: 'own one' }, '用户名或密码错误'],
    ['no token', { name: 'boss', password, csrf: '' }, '页面已失效'],
    ['the token of somebody else', { name: 'boss', password, csrf: 'f'.repeat(64) }, '页面已失效'],
  ])('stays closed for %s', async (_name, fields, text) => {
    const browser = world.browser();
    const csrf = await tokenOf(browser);
    const { status, body } = await browser.call('POST /travel/admin/', form({ csrf, ...fields }));
    expect([status, String(body).includes(text)]).toEqual([403, true]);
  });

  test('stays closed for a name that nobody can have', async () => {
    const browser = world.browser();
    const given = form({ ...bad, name: 'bo\0ss', csrf: await tokenOf(browser) });
    expect(await browser.call('POST /travel/admin/', given)).toMatchObject({ status: 400 });
  });

  test('is throttled', async () => {
    await buildUser(world, { realm: 'ops', uname: 'tried', roles: ['manager'], password });
    const browser = world.browser();
    const knock = async (given: string) => {
      const csrf = await tokenOf(browser);
      return String((await browser.call('POST /travel/admin/', form({ name: 'tried', password: given, csrf }))).body);
    };
    for (let i = 0; i < 3; i++) await knock('wrong');
    expect(await knock(password)).toContain('密码错误次数过多');
  });

  test('cannot be opened by a foreign page', async () => {
    const browser = world.browser();
    const given = form({ name: 'boss', password, csrf: await tokenOf(browser) });
    const { status } = await browser.call('POST /travel/admin/', given, { origin: 'https://evil.example.org' });
    expect(status).toBe(403);
  });

  test('refuses a name that is a list without a fault', async () => {
    expect((await world.browser().call('POST /travel/admin/', { name: ['a'] })).status).toBe(400);
  });
});

const act = (name: string, given: Given) => admin.call(`POST /travel/admin/${name}`, given);

describe('an act', () => {
  test.each(acts)('%s needs the token of the session', async (name) => {
    const before = await world.em().count(Audit);
    for (const csrf of ['', 'f'.repeat(64), await tokenOf(manager)]) {
      const { status, body } = await act(name, form({ csrf, value: 'true', tag: '1' }));
      expect([status, String(body).includes('页面已失效')]).toEqual([403, true]);
    }
    expect(await world.em().count(Audit)).toBe(before);
  });

  test.each(acts.map((name) => name.replace('1', '999999999')))('%s: nothing is there', async (name) => {
    const { status } = await act(name, form({ csrf: await tokenOf(admin), value: 'true', tag: '1' }));
    expect(status).toBe(404);
  });

  test.each([
    ['works/x/hide', { value: 'true' }, 404],
    ['works/1/hide', { value: 'maybe' }, 400],
    ['works/1/tag', { tag: 'seven' }, 400],
    ['works/1/tag', {}, 400],
    ['works/1/sell', {}, 403],
  ])('%s with %j is refused', async (name, fields, status) => {
    const csrf = await tokenOf(admin);
    expect((await act(name, form({ csrf, ...(fields as Record<string, string>) }))).status).toBe(status);
  });

  test('leads back to where the list was, and nowhere else', async () => {
    const csrf = await tokenOf(admin);
    const back = 'q=a&page=2//evil.example.org';
    const { headers } = await act(`users/${traveller.id}/enable`, form({ csrf, back }));
    expect(headers.get('location')).toBe('/travel/admin/users?q=a&page=2%2F%2Fevil.example.org');
  });

  test('a disabled account is told so only by its right password, and gets no reset code', async () => {
    const user = await world.traveller({ password: 'right', email: 'shut@example.org' });
    await act(`users/${user.id}/disable`, form({ csrf: await tokenOf(admin) }));
    const login = async (given: string) =>
      (await visitorOf(world)).call('POST /travel/user/login', {
        uid: user.id,
        password: given,
        captcha: captchaAnswer,
      });
    expect(await login('right')).toMatchObject(refusal('账号已被停用'));
    expect(await login('wrong')).toMatchObject(refusal('密码错误'));
    const reset = { email: 'shut@example.org', captcha: captchaAnswer };
    expect(await (await visitorOf(world)).call('POST /travel/user/reset', reset)).toMatchObject(refusal('找不到用户'));
  });
});

test.each(['?page=0', '?page=x', '?page=99999999', '?q=%25', '?q=%00', `?q=${'x'.repeat(300)}`, '?q=a&q=b'])(
  'lists take any query: %s',
  async (query) => {
    for (const name of lists) expect((await admin.call(`GET /travel/admin/${name}${query}`)).status).toBe(200);
  },
);
