import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { KeyedRequest } from '#domain/idempotency/keyed-request.entity.ts';
import { claimKey, prolongClaim, releaseClaim, type Claim } from '#domain/idempotency/keyed-requests.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { fileForm } from '#tests/kit/http.ts';
import { anyKey, buildKeyed, isReplayed, type Keyed } from '#tests/kit/keyed.ts';
import { unique } from '#tests/kit/world.ts';

let world: Keyed;
beforeAll(async () => void (world = await buildKeyed()));
afterEach(() => world.reset());
afterAll(() => world.close());

describe('a request that begins a process', () => {
  test('begins it once', async () => {
    const key = anyKey();
    const [first, second] = [
      await world.post('/processes/', { text: 'a' }, key),
      await world.post('/processes/', { text: 'a' }, key),
    ];
    expect(second.body).toEqual(first.body);
    expect(isReplayed(second)).toBe('true');
    expect(world.stage.runs).toBe(1);
  });

  test('is refused while the first is under way', async () => {
    const key = anyKey();
    const { reached, release } = world.hold();
    const first = world.post('/processes/', { text: 'a' }, key);
    await reached;
    expect(await world.post('/processes/', { text: 'a' }, key)).toMatchObject({ status: 409 });
    release();
    expect(await first).toMatchObject({ status: 200 });
  });

  test('that broke down after the process began asks for the same process again', async () => {
    const key = anyKey();
    world.breakWith(new Error('process killed'));
    expect(await world.post('/processes/', { text: 'a' }, key)).toMatchObject({ status: 500 });
    const [begun] = world.flows.begun.slice(-1);
    world.flows.end(begun?.id ?? '');
    world.mend();
    const { body } = await world.post('/processes/', { text: 'a' }, key);
    expect(`test-process:${(body as { id: string }).id}`).toBe(begun?.id);
  });

  test('begins another one when the key is forgotten, though the first is still open', async () => {
    const key = anyKey();
    const first = await world.post('/processes/', { text: 'a' }, key);
    world.forward(24 * 3600_000 + 60_000);
    const second = await world.post('/processes/', { text: 'b' }, key);
    expect(second).toMatchObject({ status: 200 });
    expect(isReplayed(second)).toBeNull();
    expect(second.body).not.toEqual(first.body);
    expect(world.stage.runs).toBe(2);
  });

  test('whose server died is followed by another try when it has been silent long enough', async () => {
    const key = anyKey();
    world.breakWith(new DomainError('unavailable', 'busy'));
    await world.post('/processes/', { text: 'a' }, key);
    world.mend();
    const [last] = await world.em().find(KeyedRequest, { claimedUntil: { $ne: null }, answeredAt: null });
    if (!last) throw new Error('no request');
    world.flows.forget();
    // As a server does that dies before it answers.
    await claimKey(world.em(), { ids: [last.id], fingerprint: last.fingerprint, now: world.clock.now() });
    expect(await world.post('/processes/', { text: 'a' }, key)).toMatchObject({ status: 409 });
    world.forward(31_000);
    expect(await world.post('/processes/', { text: 'a' }, key)).toMatchObject({ status: 200 });
    expect(isReplayed(await world.post('/processes/', { text: 'a' }, key))).toBe('true');
  });
});

test('the tries of a request have one name; what comes under the key a day later has another', async () => {
  const asked = { ids: [unique('id')], fingerprint: 'f', now: world.clock.now() } as const;
  const later = (ms: number) => new Date(asked.now.getTime() + ms);
  const first = (await claimKey(world.em(), asked)) as Claim;
  const retry = await claimKey(world.em(), { ...asked, now: later(3600_000) });
  const other = await claimKey(world.em(), { ...asked, fingerprint: 'g', now: later(25 * 3600_000) });
  expect(retry).toMatchObject({ name: first.name, isRetry: true });
  expect(other).toMatchObject({ name: expect.not.stringMatching(first.name), isRetry: false });
});

test('a word that a try is alive, come late, does not shut out the next one', async () => {
  const asked = { ids: [unique('id')], fingerprint: 'f', now: world.clock.now() } as const;
  const first = (await claimKey(world.em(), asked)) as Claim;
  await releaseClaim(world.em(), first, asked.now);
  await prolongClaim(world.em(), first, asked.now);
  expect(await claimKey(world.em(), asked)).toMatchObject({ id: asked.ids[0], isRetry: true });
});

const form = (content: string, fields = {}) => fileForm('file', content, 'a.bin', fields);

describe('other answers', () => {
  test('to an upload are told apart by the content of the file', async () => {
    const key = anyKey();
    const first = await world.post('/files/', form('abc'), key);
    const second = await world.post('/files/', form('abc'), key);
    expect([second.body, isReplayed(second), second.headers.get('x-own')]).toEqual([first.body, 'true', 'a']);
    expect(second.headers.get('content-type')).toContain('text/plain');
    expect(await world.post('/files/', form('abd'), key)).toMatchObject({ status: 422 });
  });

  test('that are too long to keep are made anew', async () => {
    const key = anyKey();
    for (const _ of [1, 2]) {
      const reply = await world.post('/files/', form('abc', { long: '1' }), key);
      expect([(reply.body as Buffer).length, isReplayed(reply)]).toEqual([300_000, null]);
    }
    expect(await world.post('/files/', form('abd', { long: '1' }), key)).toMatchObject({ status: 422 });
  });

  test('that open a session open the same one again, also for whoever has it by now', async () => {
    const [key, browser] = [anyKey(), world.browser()];
    const enter = () => browser.call('POST /vfine/v1/doors/', {}, { 'idempotency-key': key });
    await enter();
    const token = browser.jar.get('vfine-session');
    browser.jar.clear();
    expect(isReplayed(await enter())).toBe('true');
    expect(browser.jar.get('vfine-session')).toBe(token);
    expect(world.stage.runs).toBe(1);
  });

  test('to somebody not logged in are repeated for the same address', async () => {
    const [key, text] = [anyKey(), unique('t')];
    const ask = () => world.call(undefined, 'POST /vfine/v1/notes/', { text }, { 'idempotency-key': key });
    await ask();
    expect(isReplayed(await ask())).toBe('true');
    expect(isReplayed(await world.post('/notes/', { text }, key))).toBe('true'); // logged in meanwhile
    expect(await world.written(text)).toBe(1);
  });
});
