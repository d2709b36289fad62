import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { KeyedRequest } from '#domain/idempotency/keyed-request.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { anyKey, buildKeyed, isReplayed, type Keyed } from '#tests/kit/keyed.ts';
import { unique } from '#tests/kit/world.ts';

let world: Keyed;
beforeAll(async () => void (world = await buildKeyed()));
afterEach(() => world.reset());
afterAll(() => world.close());

describe('a change within a transaction', () => {
  test('happens once and its answer is repeated, marked', async () => {
    const [key, text] = [anyKey(), unique('t')];
    const first = await world.post('/notes/', { text }, key);
    const second = await world.post('/notes/', { text }, key);
    expect(first).toMatchObject({ status: 200, body: { text } });
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect([isReplayed(first), isReplayed(second)]).toEqual([null, 'true']);
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect([world.stage.runs, await world.written(text)]).toEqual([1, 1]);
  });

  test('may come with a bare key, and in another order of fields', async () => {
    const [key, text] = [randomUUID(), unique('t')];
    await world.post('/notes/', `{"text":"${text}","more":1}`, key);
    expect(isReplayed(await world.post('/notes/', `{"more":1,"text":"${text}"}`, `"${key}"`))).toBe('true');
  });

  test('without a key happens each time', async () => {
    const text = unique('t');
    for (const _ of [1, 2]) await world.call(world.user, 'POST /vfine/v1/notes/', { text });
    expect(await world.written(text)).toBe(2);
  });

  test('is refused while the first is under way', async () => {
    const [key, text] = [anyKey(), unique('t')];
    const { reached, release } = world.hold();
    const first = world.post('/notes/', { text }, key);
    await reached;
    expect(await world.post('/notes/', { text }, key)).toMatchObject({
      status: 409,
      body: { message: '相同的请求正在处理中', code: 'idempotency_key_in_use' },
    });
    release();
    expect(await first).toMatchObject({ status: 200 });
    expect(isReplayed(await world.post('/notes/', { text }, key))).toBe('true');
    expect([world.stage.runs, await world.written(text)]).toEqual([1, 1]);
  });

  test('of many at once happens once', async () => {
    const [key, text] = [anyKey(), unique('t')];
    const replies = await Promise.all(Array.from({ length: 12 }, () => world.post('/notes/', { text }, key)));
    expect(await world.written(text)).toBe(1);
    expect(replies.filter(({ status }) => status === 200 || status === 409)).toHaveLength(12);
    expect(replies.filter((reply) => reply.status === 200 && !isReplayed(reply))).toHaveLength(1);
  });

  test('that broke down is undone, not kept, and can be tried again', async () => {
    const [key, text] = [anyKey(), unique('t')];
    world.breakWith(new Error('connection lost'));
    expect(await world.post('/notes/', { text }, key)).toMatchObject({ status: 500 });
    expect(await world.written(text)).toBe(0);
    world.mend();
    const again = await world.post('/notes/', { text }, key);
    expect(again).toMatchObject({ status: 200 });
    expect(isReplayed(again)).toBeNull();
    expect(await world.written(text)).toBe(1);
  });

  test('that was refused stays refused', async () => {
    const [key, text] = [anyKey(), unique('t')];
    world.breakWith(new DomainError('conflict', 'unsupported'));
    const first = await world.post('/notes/', { text }, key);
    world.mend();
    const second = await world.post('/notes/', { text }, key);
    expect(first).toMatchObject({ status: 400, body: { code: 'unsupported' } });
    expect(second).toMatchObject({ status: 400, body: first.body });
    expect([isReplayed(second), world.stage.runs, await world.written(text)]).toEqual(['true', 1, 0]);
  });

  test.each(['too_many', 'unavailable'] as const)('that was refused as %s may be tried again', async (kind) => {
    const [key, text] = [anyKey(), unique('t')];
    world.breakWith(new DomainError(kind, 'busy'));
    expect(await world.post('/notes/', { text }, key)).toMatchObject({ status: 400, body: { code: 'upstream_error' } });
    world.mend();
    expect(await world.post('/notes/', { text }, key)).toMatchObject({ status: 200 });
    expect(await world.written(text)).toBe(1);
  });

  test('whose input is refused leaves the key free', async () => {
    const [key, text] = [anyKey(), unique('t')];
    expect(await world.post('/notes/', { text: 7 }, key)).toMatchObject({
      status: 400,
      body: { code: 'invalid_value' },
    });
    expect(await world.post('/notes/', { text }, key)).toMatchObject({ status: 200 });
  });

  test('is forgotten after a day', async () => {
    const [key, text] = [anyKey(), unique('t')];
    await world.post('/notes/', { text }, key);
    world.forward(24 * 3600_000 - 60_000);
    expect(isReplayed(await world.post('/notes/', { text }, key))).toBe('true');
    world.forward(24 * 3600_000 + 60_000);
    expect(isReplayed(await world.post('/notes/', { text }, key))).toBeNull();
    expect(await world.written(text)).toBe(2);
  });
});

describe('a key', () => {
  test('of another request is refused', async () => {
    const key = anyKey();
    await world.post('/notes/', { text: unique('t') }, key);
    expect(await world.post('/notes/', { text: 'other' }, key)).toMatchObject({
      status: 422,
      body: { message: 'Idempotency-Key 已用于其他请求', code: 'idempotency_key_reused' },
    });
    expect(await world.post('/notes/?a=1', { text: 'other' }, key)).toMatchObject({ status: 422 });
  });

  test('counts for one account and one operation', async () => {
    const [key, text, other] = [anyKey(), unique('t'), await buildUser(world, { realm: 'vfine' })];
    await world.post('/notes/', { text }, key);
    expect(isReplayed(await world.post('/processes/', { text }, key))).toBeNull();
    expect(isReplayed(await world.post('/processes/', { text }, key, other))).toBeNull();
    expect(isReplayed(await world.post('/processes/', { text }, key, other))).toBe('true');
  });

  test.each(['""', '"', 'two words', '"a", "b"', '"\u00e9"', `"${'x'.repeat(256)}"`, 'a,b', '"a";p=1'])(
    'written as %s is refused',
    async (key) => {
      expect(await world.post('/notes/', { text: 'x' }, key)).toMatchObject({
        status: 400,
        body: { code: 'idempotency_key_invalid' },
      });
      expect(world.stage.runs).toBe(0);
    },
  );

  test('is needed where money moves', async () => {
    expect(await world.call(world.user, 'POST /vfine/v1/payments/')).toMatchObject({
      status: 400,
      body: { message: '缺少 Idempotency-Key', code: 'idempotency_key_missing' },
    });
    expect(await world.post('/payments/', {}, anyKey())).toMatchObject({ status: 200 });
  });

  test('is not in the database, nor is the answer to be read there', async () => {
    const [key, text] = [unique('key'), unique('t')];
    await world.post('/notes/', { text }, key);
    const rows = JSON.stringify(await world.em().find(KeyedRequest, {}));
    expect(rows).not.toContain(key);
    expect(rows).not.toContain(text);
    expect(rows).not.toContain('127.0.0.1');
  });
});
