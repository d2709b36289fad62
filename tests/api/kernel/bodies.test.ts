import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faceModules } from '#api/faces.ts';
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
    ['POST /piaxi/api/invites', 400, { msg: '参数错误' }],
    ['POST /ops/codec/encode', 400, { code: 'invalid_input' }],
  ])('is refused at %s before anything else', async (endpoint, status, body) => {
    const reply = await world.call(undefined, endpoint, nested(5000), { 'idempotency-key': anyKey() });
    expect(reply).toMatchObject({ status, body });
  });

  test.each([
    [100, 401],
    [102, 400],
  ])('of %d levels gets %d', async (levels, status) => {
    expect(await world.call(undefined, 'POST /ops/codec/encode', nested(levels))).toMatchObject({ status });
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

test('a file that nobody asked for is not taken in, however long it is', async () => {
  const [username, text] = [unique('u'), 'b'];
  const form = fileForm('extra', Buffer.alloc(21 * 1024 * 1024), 'a.bin', { username, text });
  const reply = await world.call(undefined, 'POST /vfine/v1/suggestions/', form);
  expect(reply.status).toBeLessThan(300);
  expect(await world.em().count(Suggestion, { username })).toBe(1);
});
