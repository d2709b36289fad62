import { randomBytes } from 'node:crypto';
import { createEncryptionCodec, parsePayloadKeys } from '#adapters/temporal/codec.ts';
import { createPayloads } from '#adapters/temporal/converter.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { buildOps, password, ui, type Ops } from '#tests/kit/ops.ts';

const keys = parsePayloadKeys(`k1:${randomBytes(32).toString('base64')}`);

let world: Ops;
beforeAll(async () => void (world = await buildOps({ ports: { payloads: createPayloads(keys) } })));
afterAll(() => world.close());

describe('the codec', () => {
  const plain = {
    metadata: { encoding: Buffer.from('json/plain').toString('base64') },
    data: Buffer.from('{"name":"王小明"}').toString('base64'),
  };

  test('opens what workers sealed', async () => {
    const [sealed] = await createEncryptionCodec(keys).encode([
      { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"name":"王小明"}') },
    ]);
    const wire = {
      metadata: Object.fromEntries(
        Object.entries(sealed?.metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
      ),
      data: Buffer.from(sealed?.data ?? []).toString('base64'),
    };
    const reply = await world.call(world.admin, 'POST /ops/codec/decode', { payloads: [wire, plain] });
    expect(reply).toMatchObject({ status: 200, body: { payloads: [plain, plain] } });
    const requestId = reply.headers.get('x-request-id');
    expect(await world.em().find(Audit, { requestId })).toMatchObject([
      { realm: 'ops', actor: world.admin.uuid, action: 'payloads.read', subject: 'payloads' },
    ]);
  });

  test('is audited each time, under one key too', async () => {
    const look = () =>
      world.call(world.admin, 'POST /ops/codec/decode', { payloads: [plain] }, { 'idempotency-key': 'once' });
    const replies = [await look(), await look()];
    expect(replies).toMatchObject(replies.map(() => ({ status: 200, body: { payloads: [plain] } })));
    const requestId = { $in: replies.map(({ headers }) => headers.get('x-request-id')) };
    expect(await world.em().count(Audit, { requestId })).toBe(2);
  });

  test('seals, and opens again', async () => {
    const { body } = await world.call(world.admin, 'POST /ops/codec/encode', { payloads: [plain] });
    expect(JSON.stringify(body)).not.toContain(plain.data);
    expect(
      (await world.call(world.admin, 'POST /ops/codec/decode', body as object as Record<string, unknown>)).body,
    ).toEqual({
      payloads: [plain],
    });
  });

  test('says what it cannot open', async () => {
    const metadata = { encoding: btoa('binary/encrypted'), 'encryption-key-id': btoa('lost') };
    const { status, body } = await world.call(world.admin, 'POST /ops/codec/decode', {
      payloads: [{ metadata, data: 'AAAA' }],
    });
    expect([status, body]).toEqual([400, expect.objectContaining({ code: 'unreadable_payload' })]);
  });

  test.each([{}, { payloads: 'x' }, { payloads: [{ data: '%%%' }] }, { payloads: [{ metadata: { a: 1 } }] }])(
    'refuses %j',
    async (given) => {
      expect((await world.call(world.admin, 'POST /ops/codec/decode', given)).status).toBe(400);
    },
  );

  test.each([
    ['a stranger', () => undefined, 401],
    ['a manager', () => world.manager, 403],
  ])('is closed to %s, in JSON', async (_who, who, status) => {
    const answer = await world.call(who(), 'POST /ops/codec/decode', { payloads: [] }, { origin: ui });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ message: expect.any(String) });
    expect(answer.headers.get('access-control-allow-origin')).toBe(ui); // so that the UI can read why
  });

  test.each(['decode', 'encode'])('lets the Temporal UI ask to %s, with the cookie', async (verb) => {
    const asked = {
      origin: ui,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-namespace',
    };
    const preflight = await world.call(undefined, `OPTIONS /ops/codec/${verb}`, undefined, asked);
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': ui,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type,x-namespace',
      vary: expect.stringContaining('Origin'),
    });

    const browser = world.browser();
    await browser.call('POST /ops/login', { name: 'admin', password });
    const headers = { origin: ui, 'sec-fetch-site': 'same-site', 'x-namespace': 'ensemble' };
    const { status, headers: told } = await browser.call(`POST /ops/codec/${verb}`, { payloads: [] }, headers);
    expect([status, told.get('access-control-allow-origin')]).toEqual([200, ui]);
  });

  test('lets no other page ask, and the Temporal UI nothing else', async () => {
    const origin = 'http://127.0.0.1:9999';
    const preflight = await world.call(undefined, 'OPTIONS /ops/codec/decode', undefined, { origin });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect((await world.call(world.admin, 'POST /ops/codec/decode', { payloads: [] }, { origin })).status).toBe(403);
    expect((await world.call(world.admin, 'POST /ops/logout', {}, { origin: ui })).status).toBe(403);
    expect(
      (await world.call(world.admin, 'GET /ops/outbox', undefined, { origin: ui })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBeNull();
  });
});
