import { Audit } from '#domain/shared/audit.entity.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { buildOps, password, ui, type Ops } from '#tests/kit/ops.ts';
import { unique } from '#tests/kit/world.ts';

const form = (fields: Record<string, string>) => new URLSearchParams(fields);
const pageOf = (body: unknown) => String(body);

let world: Ops;
beforeAll(async () => void (world = await buildOps()));
afterAll(() => world.close());

describe('the operators’ page', () => {
  test('asks a stranger to log in', async () => {
    const { status, headers, body } = await world.call(undefined, 'GET /ops/');

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('referrer-policy')).toBe('same-origin'); // else a browser sends its form as from nowhere
    expect(pageOf(body)).toContain('action="/ops/login"');
    expect(pageOf(body)).not.toContain('Outbox');
  });

  test('leads an operator on, to the Temporal UI under the same host name', async () => {
    const { body } = await world.call(world.admin, 'GET /ops');
    for (const href of [ui, '/ops/outbox', '/docs/', '/readyz']) expect(pageOf(body)).toContain(`href="${href}"`);
  });

  test('looks the same to an account of another realm as to a stranger', async () => {
    const visitor = await buildUser(world, { realm: 'travel' });
    expect(pageOf((await world.call(visitor, 'GET /ops/')).body)).toContain('action="/ops/login"');
  });

  test('has looks', async () => {
    expect((await world.call(undefined, 'GET /ops/style.css')).headers.get('content-type')).toContain('text/css');
  });
});

describe('logging in', () => {
  test('by form sets a cookie for the whole host and leads to the page; logging out ends it', async () => {
    const browser = world.browser();
    const entered = await browser.call('POST /ops/login', form({ name: 'admin', password }));

    expect(entered).toMatchObject({ status: 303 });
    expect(entered.headers.get('location')).toBe('/ops/');
    expect(entered.headers.get('set-cookie')).toMatch(
      /^ensemble-operator=[\w-]{43}; path=\/;.*samesite=lax.*httponly/i,
    );
    expect(pageOf((await browser.call('GET /ops/')).body)).toContain('Log out');

    const kept = new Map(browser.jar);
    expect((await browser.call('POST /ops/logout', form({}))).headers.get('location')).toBe('/ops/');
    expect(browser.jar.size).toBe(0);
    for (const [name, value] of kept) browser.jar.set(name, value);
    expect((await browser.call('GET /ops/outbox')).status).toBe(401);
  });

  test('by JSON answers a token', async () => {
    const { status, body } = await world.call(undefined, 'POST /ops/login', { name: 'admin', password });
    expect(status).toBe(200);
    const { token } = body as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    expect((await world.call(undefined, 'GET /ops/outbox', undefined, headers)).status).toBe(200);
    expect((await world.call(undefined, 'POST /ops/logout', {}, headers)).body).toEqual({});
    expect((await world.call(undefined, 'GET /ops/outbox', undefined, headers)).status).toBe(401);
  });

  test('tells neither form nor JSON whether it was the name or the password', async () => {
    const name = unique('op');
    await buildUser(world, { realm: 'ops', uname: name, password });
    const answers = [];
    for (const given of [
      { name, password: 'wrong' },
      { name: unique('no'), password },
    ]) {
      const json = await world.call(undefined, 'POST /ops/login', given);
      const { status, body } = await world.call(undefined, 'POST /ops/login', form(given));
      answers.push([json.status, json.body, status, pageOf(body)]);
    }

    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toEqual([
      401,
      { code: 'wrong_login', message: 'Wrong name or password.' },
      401,
      expect.stringContaining('Wrong name or password.'),
    ]);
  });

  test('is refused after three wrong passwords, even with the right one', async () => {
    const name = unique('op');
    await buildUser(world, { realm: 'ops', uname: name, password });
    for (let i = 0; i < 3; i += 1) await world.call(undefined, 'POST /ops/login', { name, password: 'wrong' });

    const { status, body } = await world.call(undefined, 'POST /ops/login', { name, password });
    expect([status, body]).toEqual([429, expect.objectContaining({ code: 'too_many_failures' })]);
    expect((await world.call(undefined, 'POST /ops/login', form({ name, password }))).status).toBe(429);
  });

  test.each([
    {},
    { name: 'admin' },
    { name: '', password },
    { name: 'a\0', password },
    { name: ['admin'], password },
    [],
  ])('refuses %j', async (given) => {
    const { status, body } = await world.call(undefined, 'POST /ops/login', given);
    expect([status, body]).toEqual([400, expect.objectContaining({ code: 'invalid_body' })]);
  });

  test('is not for accounts of a face', async () => {
    await buildUser(world, { realm: 'travel', uname: 'traveller', password });
    const { status } = await world.call(undefined, 'POST /ops/login', { name: 'traveller', password });
    expect(status).toBe(401);
  });

  test('cannot be done by a foreign page', async () => {
    const origin = 'https://evil.example.org';
    const { status } = await world.call(undefined, 'POST /ops/login', form({ name: 'admin', password }), { origin });
    expect(status).toBe(403);
  });
});

describe('the outbox', () => {
  beforeAll(async () => {
    await world.ports.outbox.add({ id: '1', channel: 'sms', to: '13800138000', subject: '', text: 'code 123456' });
    const text = '<script>alert(1)</script> & "more"';
    await world.ports.outbox.add({ id: '2', channel: 'mail', to: 'a@b.cn', subject: "it's", text });
  });

  test('is a list, newest first', async () => {
    const { body } = await world.call(world.admin, 'GET /ops/outbox');
    expect(body).toEqual([
      expect.objectContaining({ id: '2', channel: 'mail', to: 'a@b.cn', at: expect.stringMatching(/Z$/) }),
      expect.objectContaining({ id: '1', channel: 'sms', text: 'code 123456' }),
    ]);
    expect((await world.call(world.admin, 'GET /ops/outbox?limit=1')).body).toHaveLength(1);
  });

  test('is a table for a browser, and what people wrote stays text', async () => {
    const { headers, body } = await world.call(world.admin, 'GET /ops/outbox', undefined, { accept: 'text/html,*/*' });

    expect(headers.get('content-type')).toContain('text/html');
    expect(pageOf(body)).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;');
    expect(pageOf(body)).toContain('it&#39;s');
    expect(pageOf(body)).not.toContain('<script');
  });

  test.each(['text/html', 'application/json'])('is not looked at as %s without a trace', async (accept) => {
    const { headers } = await world.call(world.admin, 'GET /ops/outbox', undefined, { accept });
    const looks = await world.em().find(Audit, { requestId: headers.get('x-request-id') });
    expect(looks).toMatchObject([{ realm: 'ops', actor: world.admin.uuid, action: 'outbox.read', subject: 'outbox' }]);
  });

  test.each([
    ['a stranger', () => undefined, 401],
    ['a manager', () => world.manager, 403],
    ['an administrator', () => world.admin, 200],
  ])('is asked for by %s', async (_who, who, status) => {
    expect((await world.call(who(), 'GET /ops/outbox')).status).toBe(status);
  });

  test.each(['0', '1001', 'all'])('refuses limit=%s', async (limit) => {
    expect((await world.call(world.admin, `GET /ops/outbox?limit=${limit}`)).status).toBe(400);
  });
});
