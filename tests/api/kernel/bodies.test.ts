import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faceModules } from '#api/faces.ts';
import { closeSessionsOf } from '#domain/accounts/sessions.ts';
import { Suggestion } from '#domain/community/suggestion.entity.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { fileForm } from '#tests/kit/http.ts';
import { anyKey } from '#tests/kit/keyed.ts';
import { buildWorld, unique, type World } from '#tests/kit/world.ts';

let world: World;
beforeAll(async () => void (world = await buildWorld({ modules: faceModules })));
afterAll(() => world.close());

const nested = (levels: number): string => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

describe('a deeply nested body', () => {
  test.each([
    ['POST /vfine/v1/suggestions/', 400, { code: 'invalid_value' }],
    ['POST /travel/user/login', 403, { code: 403, msg: '无效参数', data: null }],
    ['POST /piaxi/api/sessions', 400, { msg: '参数错误' }],
    ['POST /ops/codec/encode', 401, { code: 'login_required' }],
  ])('is refused at %s before it is looked at', async (endpoint, status, body) => {
    const reply = await world.call(undefined, endpoint, nested(5000), { 'idempotency-key': anyKey() });
    expect(reply).toMatchObject({ status, body });
  });

  test.each([
    [100, 'missing_body_field'],
    [102, 'invalid_value'],
  ])('of %d levels gets %s', async (levels, code) => {
    const reply = await world.call(undefined, 'POST /vfine/v1/suggestions/', nested(levels));
    expect(reply).toMatchObject({ status: 400, body: { code } });
  });
});

describe('an empty body sent as JSON', () => {
  const headers = { 'content-type': 'application/json' };

  test('lacks what is asked for', async () => {
    const reply = await world.call(undefined, 'POST /vfine/v1/suggestions/', '', headers);
    expect(reply).toMatchObject({ status: 400, body: { code: 'missing_body_field' } });
  });

  test('is none where the same path lists', async () => {
    const user = await buildUser(world, { realm: 'vfine' });
    const reply = await world.call(user, 'POST /vfine/v1/orders/?status=FINISHED', '', headers);
    expect(reply).toMatchObject({ status: 200, body: { count: 0, results: [] } });
  });
});

test.each(['application/octet-stream', 'application/jsonl'])(
  'a body of type %s does not count as none',
  async (type) => {
    const user = await buildUser(world, { realm: 'vfine' });
    const reply = await world.call(user, 'PUT /vfine/v1/users/profile', '{"name":"x"}', { 'content-type': type });
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
  },
);

test('a file that nobody asked for is not taken in, however long it is', async () => {
  const [username, text] = [unique('u'), 'b'];
  const form = fileForm('extra', Buffer.alloc(21 * 1024 * 1024), 'a.bin', { username, text });
  const reply = await world.call(undefined, 'POST /vfine/v1/suggestions/', form);
  expect(reply.status).toBeLessThan(300);
  expect(await world.em().count(Suggestion, { username })).toBe(1);
});

async function replyTo(asked: ClientRequest): Promise<unknown> {
  const [reply] = (await once(asked, 'response')) as [IncomingMessage];
  return json(reply);
}

describe('a file of somebody who may not ask', () => {
  const content = Buffer.alloc(20 * 1024 * 1024);
  const refused = { code: 403, msg: '未登录或登录超时', data: null };
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  afterAll(() => agent.destroy());

  function post(path: string, headers: Record<string, string | number>): ClientRequest {
    const asked = request(`${world.base}${path}`, { method: 'POST', agent, headers });
    asked.flushHeaders();
    return asked;
  }

  test('is refused before a byte of it is there, and the connection goes on', async () => {
    const type = 'multipart/form-data; boundary=x';
    const asked = post('/travel/user/avatar', { 'content-type': type, 'content-length': content.length });
    expect(await replyTo(asked)).toEqual(refused);
    asked.end(content);
    await once(asked, 'close');

    const next = post('/travel/user/avatar', { 'content-length': 0 });
    next.end();
    expect(await replyTo(next)).toEqual(refused);
    expect(next.reusedSocket).toBe(true);
  });

  test('is refused to a client that sends it all the same', async () => {
    const form = fileForm('avatar', content, 'a.jpg');
    expect(await world.call(undefined, 'POST /travel/user/avatar', form)).toMatchObject({ body: refused });
  });
});

test('a session that ends while a body comes in counts no more', async () => {
  const user = await buildUser(world, { realm: 'travel', password: 'old one' });
  const authorization = `Bearer ${await world.tokenOf(user)}`;
  const body = JSON.stringify({ old_password: 'old one', new_password: 'new one' });
  const headers = { authorization, 'content-type': 'application/json', 'content-length': body.length };
  const asked = request(`${world.base}/travel/user/password`, { method: 'POST', headers });
  asked.flushHeaders();
  await sleep(300); // the caller has been found by then
  await world.em().transactional((em) => closeSessionsOf(em, user.id));
  asked.end(body);
  expect(await replyTo(asked)).toMatchObject({ msg: '未登录或登录超时' });
});
