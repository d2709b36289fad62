import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { musicianApplication } from '#tests/kit/identities.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine({ hosts: { vfine: 'music.example.org' } })));
afterAll(() => world.close());

const at = '/vfine/v1';
const application = musicianApplication({ occupations: ['band', 'bandsman'], id: '130104190000001234' });
interface Page {
  count: number;
  results: { uuid: string }[];
}

describe('GET /admin/identifications/', () => {
  test('lists who waits longest first, cards masked', async () => {
    const operator = await world.buildOperator();
    const people = [await world.buildUser(), await world.buildUser(), await world.buildUser()];
    for (const person of people) await world.call(person, `PUT ${at}/mps/identification`, application);
    const [first, second] = people;
    await world.call(operator, `POST ${at}/admin/identifications/${second?.uuid}/review`, { verdict: 'approve' });

    const all = (await world.call(operator, `GET ${at}/admin/identifications/`)).body as Page;
    expect(all.results.map(({ uuid }) => uuid)).toEqual(people.map(({ uuid }) => uuid));
    expect(all.results[0]).toEqual({
      uuid: first?.uuid,
      name: 'lee',
      occupations: ['band', 'bandsman'],
      id: '1301**********1234',
      id_card_facade: '/front',
      id_card_facade_link: null,
      id_card_obverse: '/back',
      id_card_obverse_link: null,
      avatar: '/path',
      music: 'music path',
      music_link: null,
      status: 'PENDING',
      remark: null,
      created_at: expect.stringMatching(/Z$/),
      settled_at: null,
    });
    expect(all.results[1]).toMatchObject({ status: 'APPROVED', settled_at: expect.stringMatching(/Z$/) });

    const waiting = (await world.call(operator, `GET ${at}/admin/identifications/?status=PENDING`)).body as Page;
    expect(waiting.count).toBe(2);
    const profile = await world.call(second, `GET ${at}/users/profile`);
    expect(profile.body).toMatchObject({ musician: { type: 'BANDSMAN' } });
  });

  test.each([
    ['a user', () => world.buildUser(), '', 403],
    ['nobody', async () => undefined, '', 401],
    ['an operator who asks for an unknown state', () => world.buildOperator(), '?status=NEW', 400],
  ])('answers %s', async (_name, who, query, status) => {
    expect(await world.call(await who(), `GET ${at}/admin/identifications/${query}`)).toMatchObject({ status });
  });
});

/** Asks at the face's own host name, which `fetch` cannot pretend. */
function atOwnHost(path: string, token: string): Promise<{ status: number | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'music.example.org', authorization: `Bearer ${token}` };
    const asked = request(`${world.base}${path}`, { headers }, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (part: string) => void (text += part));
      reply.on('end', () => resolve({ status: reply.statusCode, body: JSON.parse(text) }));
    });
    asked.on('error', reject).end();
  });
}

describe('addresses that are handed out', () => {
  test.each(['', '/v1'])('are right at a host name of its own, below "%s/"', async (prefix) => {
    const operator = await world.buildOperator();
    for (const person of [await world.buildUser(), await world.buildUser()])
      await world.call(person, `PUT ${at}/mps/identification`, application);
    const { status, body } = await atOwnHost(
      `${prefix}/admin/identifications/?page_size=1`,
      await world.tokenOf(operator),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      next: `http://music.example.org${prefix}/admin/identifications/?page_size=1&page=2`,
      previous: null,
    });
  });
});

describe('every path', () => {
  test.each([
    'GET /users/check?email=a@b.cn',
    'GET /users/check/?email=a@b.cn',
    'GET /users/profile',
    'GET /users/profile/',
    'GET /mps/identification/',
    'GET /messages',
    'GET /messages/',
    'GET /messages/count?read=false',
  ])('answers with and without a slash at its end: %s', async (endpoint) => {
    const [method, path] = endpoint.split(' ');
    expect(await world.call(await world.buildUser(), `${method} ${at}${path}`)).toMatchObject({ status: 200 });
  });

  test.each([
    ['GET', '/nothing', 404, { detail: 'Not found.' }],
    ['GET', '', 404, { detail: 'Not found.' }],
    ['DELETE', '/users/', 400, { code: 'unsupported' }],
    ['POST', '/users/profile', 400, { code: 'unsupported' }],
  ])('%s %s', async (method, path, status, body) => {
    expect(await world.call(undefined, `${method} ${at}${path}`)).toMatchObject({ status, body });
  });

  test.each([
    ['broken JSON', '{"phone":'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['a number', '7'],
  ])('refuses a body of %s', async (_name, body) => {
    const reply = await world.call(undefined, `POST ${at}/users/login`, body);
    expect(reply).toMatchObject({
      status: 400,
      body: { code: expect.stringMatching(/^(invalid_value|missing_body_field)$/) },
    });
  });

  test('takes a form like JSON', async () => {
    const form = new URLSearchParams({ phone: '+8613900000000', password: 'x' });
    expect(await world.call(undefined, `POST ${at}/users/login`, form)).toMatchObject({ status: 401 });
  });

  test('refuses a foreign page', async () => {
    const headers = { origin: 'https://evil.example' };
    const reply = await world.call(undefined, `POST ${at}/users/login`, {}, headers);
    expect(reply).toMatchObject({ status: 403, body: { message: '没有权限' } });
  });
});
