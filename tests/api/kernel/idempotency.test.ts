import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { vfine } from '#api/faces/vfine/face.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { Suggestion } from '#domain/community/suggestion.entity.ts';
import { leaveSuggestion } from '#domain/community/suggestions.ts';
import { claimKey } from '#domain/idempotency/keyed-requests.ts';
import { KeyedRequest } from '#domain/idempotency/keyed-request.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { flow } from '#workflows/kernel/flow.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { fileForm, type Given } from '#tests/kit/http.ts';
import { buildWorld, unique, type World } from '#tests/kit/world.ts';

const process = flow<{ id: string }>({
  type: 'testProcess',
  queue: 'business',
  id: ({ id }) => `test-process:${id}`,
  realm: () => 'vfine',
  summary: () => 'test',
});

/** What the handlers do next, besides their work. */
let interrupt: () => Promise<void> = async () => undefined;
let runs = 0;
let offset = 0;
const clock = { now: () => new Date(Date.now() + offset) };
const Note = z.object({ text: z.string() });

const operations = [
  vfine.route('POST /notes/', {
    summary: 'Writes within a transaction',
    ours: true,
    auth: 'none',
    input: { body: Note },
    output: z.object({ id: z.uuid(), text: z.string() }),
    async handler({ em, body: { text }, newId }) {
      runs++;
      leaveSuggestion(em, { username: 'a', text });
      await em.flush();
      await interrupt();
      return { id: newId(), text };
    },
  }),
  vfine.route('POST /processes/', {
    summary: 'Begins a process',
    ours: true,
    auth: 'user',
    flows: true,
    input: { body: Note },
    output: z.object({ id: z.uuid() }),
    async handler({ flows, newId }) {
      runs++;
      const id = newId();
      await flows.begin(process, { id });
      await interrupt();
      return { id };
    },
  }),
  vfine.route('POST /payments/', {
    summary: 'Moves money',
    ours: true,
    auth: 'user',
    idempotent: 'required',
    output: z.object({}),
    handler: async () => ({}),
  }),
  vfine.raw('POST /files/', {
    summary: 'Answers with long bytes',
    ours: true,
    auth: 'user',
    withoutTransaction: true,
    type: 'application/octet-stream',
    input: { file: 'file', body: z.object({ long: z.string().exactOptional() }) },
    async handler({ file, body: { long } }) {
      runs++;
      return {
        type: 'text/plain',
        body: 'x'.repeat(long ? 300_000 : Math.min(file?.size ?? 0, 10)),
        headers: { 'X-Own': 'a' },
      };
    },
  }),
  vfine.route('POST /doors/', {
    summary: 'Opens a session',
    ours: true,
    auth: 'none',
    status: 204,
    output: z.void(),
    async handler({ session }) {
      runs++;
      await session.open();
    },
  }),
];

let world: World;
let user: User;
beforeAll(async () => {
  world = await buildWorld({ modules: [{ face: vfine, operations }], ports: { clock } });
  user = await buildUser(world, { realm: 'vfine' });
});
beforeEach(() => {
  interrupt = async () => undefined;
  [runs, offset] = [0, 0];
});
afterEach(() => void (world.faults.length = 0));
afterAll(() => world.close());

const anyKey = () => `"${randomUUID()}"`;
const post = (path: string, given: Given, key: string, who: User | undefined = user) =>
  world.call(who, `POST /vfine/v1${path}`, given, { 'idempotency-key': key });
const written = (text: string) => world.em().count(Suggestion, { text });
const isReplayed = ({ headers }: { headers: Headers }) => headers.get('idempotency-replayed');

/** Lets the first request wait inside its handler; answers how to let it go on. */
function hold(): { reached: Promise<void>; release(): void } {
  let release = (): void => undefined;
  let reach = (): void => undefined;
  const reached = new Promise<void>((done) => void (reach = done));
  const gate = new Promise<void>((done) => void (release = done));
  interrupt = () => {
    reach();
    return gate;
  };
  return { reached, release };
}

describe('a change within a transaction', () => {
  test('happens once and its answer is repeated, marked', async () => {
    const [key, text] = [anyKey(), unique('t')];
    const first = await post('/notes/', { text }, key);
    const second = await post('/notes/', { text }, key);
    expect(first).toMatchObject({ status: 200, body: { text } });
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect([isReplayed(first), isReplayed(second)]).toEqual([null, 'true']);
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect([runs, await written(text)]).toEqual([1, 1]);
  });

  test('may come with a bare key, and in another order of fields', async () => {
    const [key, text] = [randomUUID(), unique('t')];
    await post('/notes/', `{"text":"${text}","more":1}`, key);
    expect(isReplayed(await post('/notes/', `{"more":1,"text":"${text}"}`, `"${key}"`))).toBe('true');
  });

  test('without a key happens each time', async () => {
    const text = unique('t');
    for (const _ of [1, 2]) await world.call(user, 'POST /vfine/v1/notes/', { text });
    expect(await written(text)).toBe(2);
  });

  test('is refused while the first is under way', async () => {
    const [key, text] = [anyKey(), unique('t')];
    const { reached, release } = hold();
    const first = post('/notes/', { text }, key);
    await reached;
    expect(await post('/notes/', { text }, key)).toMatchObject({
      status: 409,
      body: { message: '相同的请求正在处理中', code: 'idempotency_key_in_use' },
    });
    release();
    expect(await first).toMatchObject({ status: 200 });
    expect(isReplayed(await post('/notes/', { text }, key))).toBe('true');
    expect([runs, await written(text)]).toEqual([1, 1]);
  });

  test('of many at once happens once', async () => {
    const [key, text] = [anyKey(), unique('t')];
    const replies = await Promise.all(Array.from({ length: 12 }, () => post('/notes/', { text }, key)));
    expect(await written(text)).toBe(1);
    expect(replies.filter(({ status }) => status === 200 || status === 409)).toHaveLength(12);
    expect(replies.filter((reply) => reply.status === 200 && !isReplayed(reply))).toHaveLength(1);
  });

  test('that broke down is undone, not kept, and can be tried again under the same names', async () => {
    const [key, text] = [anyKey(), unique('t')];
    interrupt = () => Promise.reject(new Error('connection lost'));
    expect(await post('/notes/', { text }, key)).toMatchObject({ status: 500 });
    expect(await written(text)).toBe(0);
    interrupt = async () => undefined;
    const again = await post('/notes/', { text }, key);
    expect(again).toMatchObject({ status: 200 });
    expect(isReplayed(again)).toBeNull();
    expect(await written(text)).toBe(1);
  });

  test('that was refused stays refused', async () => {
    const [key, text] = [anyKey(), unique('t')];
    interrupt = () => Promise.reject(new DomainError('conflict', 'unsupported'));
    const first = await post('/notes/', { text }, key);
    interrupt = async () => undefined;
    const second = await post('/notes/', { text }, key);
    expect(first).toMatchObject({ status: 400, body: { code: 'unsupported' } });
    expect(second).toMatchObject({ status: 400, body: first.body });
    expect([isReplayed(second), runs, await written(text)]).toEqual(['true', 1, 0]);
  });

  test.each(['too_many', 'unavailable'] as const)('that was refused as %s may be tried again', async (kind) => {
    const [key, text] = [anyKey(), unique('t')];
    interrupt = () => Promise.reject(new DomainError(kind, 'busy'));
    expect(await post('/notes/', { text }, key)).toMatchObject({ status: 400, body: { code: 'upstream_error' } });
    interrupt = async () => undefined;
    expect(await post('/notes/', { text }, key)).toMatchObject({ status: 200 });
    expect(await written(text)).toBe(1);
  });

  test('whose input is refused leaves the key free', async () => {
    const [key, text] = [anyKey(), unique('t')];
    expect(await post('/notes/', { text: 7 }, key)).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
    expect(await post('/notes/', { text }, key)).toMatchObject({ status: 200 });
  });

  test('is forgotten after a day', async () => {
    const [key, text] = [anyKey(), unique('t')];
    await post('/notes/', { text }, key);
    offset = 24 * 3600_000 - 60_000;
    expect(isReplayed(await post('/notes/', { text }, key))).toBe('true');
    offset = 24 * 3600_000 + 60_000;
    expect(isReplayed(await post('/notes/', { text }, key))).toBeNull();
    expect(await written(text)).toBe(2);
  });
});

describe('a key', () => {
  test('of another request is refused', async () => {
    const key = anyKey();
    await post('/notes/', { text: unique('t') }, key);
    expect(await post('/notes/', { text: 'other' }, key)).toMatchObject({
      status: 422,
      body: { message: 'Idempotency-Key 已用于其他请求', code: 'idempotency_key_reused' },
    });
    expect(await post('/notes/?a=1', { text: 'other' }, key)).toMatchObject({ status: 422 });
  });

  test('counts for one account and one operation', async () => {
    const [key, text, other] = [anyKey(), unique('t'), await buildUser(world, { realm: 'vfine' })];
    await post('/notes/', { text }, key);
    expect(isReplayed(await post('/processes/', { text }, key))).toBeNull();
    expect(isReplayed(await post('/processes/', { text }, key, other))).toBeNull();
    expect(isReplayed(await post('/processes/', { text }, key, other))).toBe('true');
  });

  test.each(['""', '"', 'two words', '"a", "b"', '"\u00e9"', `"${'x'.repeat(256)}"`, 'a,b', '"a";p=1'])(
    'written as %s is refused',
    async (key) => {
      expect(await post('/notes/', { text: 'x' }, key)).toMatchObject({
        status: 400,
        body: { code: 'idempotency_key_invalid' },
      });
      expect(runs).toBe(0);
    },
  );

  test('is needed where money moves', async () => {
    expect(await world.call(user, 'POST /vfine/v1/payments/')).toMatchObject({
      status: 400,
      body: { message: '缺少 Idempotency-Key', code: 'idempotency_key_missing' },
    });
    expect(await post('/payments/', {}, anyKey())).toMatchObject({ status: 200 });
  });

  test('is not in the database, nor is the answer to be read there', async () => {
    const [key, text] = [unique('key'), unique('t')];
    await post('/notes/', { text }, key);
    const rows = JSON.stringify(await world.em().find(KeyedRequest, {}));
    expect(rows).not.toContain(key);
    expect(rows).not.toContain(text);
    expect(rows).not.toContain('127.0.0.1');
  });
});

describe('a request that begins a process', () => {
  test('begins it once', async () => {
    const key = anyKey();
    const [first, second] = [
      await post('/processes/', { text: 'a' }, key),
      await post('/processes/', { text: 'a' }, key),
    ];
    expect(second.body).toEqual(first.body);
    expect(isReplayed(second)).toBe('true');
    expect(runs).toBe(1);
  });

  test('is refused while the first is under way', async () => {
    const key = anyKey();
    const { reached, release } = hold();
    const first = post('/processes/', { text: 'a' }, key);
    await reached;
    expect(await post('/processes/', { text: 'a' }, key)).toMatchObject({ status: 409 });
    release();
    expect(await first).toMatchObject({ status: 200 });
  });

  test('that broke down after the process began asks for the same process again', async () => {
    const key = anyKey();
    interrupt = () => Promise.reject(new Error('process killed'));
    expect(await post('/processes/', { text: 'a' }, key)).toMatchObject({ status: 500 });
    const [begun] = world.flows.begun.slice(-1);
    world.flows.end(begun?.id ?? '');
    interrupt = async () => undefined;
    const { body } = await post('/processes/', { text: 'a' }, key);
    expect(`test-process:${(body as { id: string }).id}`).toBe(begun?.id);
  });

  test('whose server died is followed by another try when it has been silent long enough', async () => {
    const key = anyKey();
    interrupt = () => Promise.reject(new DomainError('unavailable', 'busy'));
    await post('/processes/', { text: 'a' }, key);
    interrupt = async () => undefined;
    const [last] = await world.em().find(KeyedRequest, { claim: { $ne: null }, answeredAt: null });
    if (!last) throw new Error('no request');
    world.flows.forget();
    // As a server does that dies before it answers.
    await claimKey(world.em(), { ids: [last.id], fingerprint: last.fingerprint, now: clock.now() });
    expect(await post('/processes/', { text: 'a' }, key)).toMatchObject({ status: 409 });
    offset = 31_000;
    expect(await post('/processes/', { text: 'a' }, key)).toMatchObject({ status: 200 });
    expect(isReplayed(await post('/processes/', { text: 'a' }, key))).toBe('true');
  });
});

describe('other answers', () => {
  const form = (content: string, fields = {}) => fileForm('file', content, 'a.bin', fields);

  test('to an upload are told apart by the content of the file', async () => {
    const key = anyKey();
    const first = await post('/files/', form('abc'), key);
    const second = await post('/files/', form('abc'), key);
    expect([second.body, isReplayed(second), second.headers.get('x-own')]).toEqual([first.body, 'true', 'a']);
    expect(second.headers.get('content-type')).toContain('text/plain');
    expect(await post('/files/', form('abd'), key)).toMatchObject({ status: 422 });
  });

  test('that are too long to keep are made anew', async () => {
    const key = anyKey();
    for (const _ of [1, 2]) {
      const reply = await post('/files/', form('abc', { long: '1' }), key);
      expect([(reply.body as Buffer).length, isReplayed(reply)]).toEqual([300_000, null]);
    }
    expect(await post('/files/', form('abd', { long: '1' }), key)).toMatchObject({ status: 422 });
  });

  test('that open a session open the same one again, also for whoever has it by now', async () => {
    const [key, browser] = [anyKey(), world.browser()];
    const enter = () => browser.call('POST /vfine/v1/doors/', {}, { 'idempotency-key': key });
    await enter();
    const token = browser.jar.get('vfine-session');
    browser.jar.clear();
    expect(isReplayed(await enter())).toBe('true');
    expect(browser.jar.get('vfine-session')).toBe(token);
    expect(runs).toBe(1);
  });

  test('to somebody not logged in are repeated for the same address', async () => {
    const [key, text] = [anyKey(), unique('t')];
    const ask = () => world.call(undefined, 'POST /vfine/v1/notes/', { text }, { 'idempotency-key': key });
    await ask();
    expect(isReplayed(await ask())).toBe('true');
    expect(isReplayed(await post('/notes/', { text }, key))).toBe('true'); // logged in meanwhile
    expect(await written(text)).toBe(1);
  });
});
