import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLostUploads } from '#activities/io/lost-uploads.ts';
import { signCallback } from '#adapters/oss/callback-signature.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { Upload, UploadPermission } from '#domain/uploads/upload.entity.ts';
import { send } from '#tests/kit/http.ts';
import { buildUploads, maxBytes, type Uploads } from '#tests/kit/uploads.ts';

let vfine: Uploads;
let musician: User;
beforeAll(async () => {
  vfine = await buildUploads();
  musician = await vfine.buildMusician();
});
afterAll(() => vfine.close());

const rows = (key: string) => vfine.em().find(Upload, { key });
const decode = (text: string) => JSON.parse(Buffer.from(text, 'base64').toString()) as Record<string, unknown>;

describe('GET /storage/upload-info', () => {
  test('gives permission for a folder of the caller alone, for ten minutes', async () => {
    const config = await vfine.permission(musician, 'default');
    expect(config.dir).toMatch(new RegExp(`^default/${musician.uuid.replaceAll('-', '')}/\\w+/$`));
    const policy = decode(config.policy);
    expect(policy['conditions']).toEqual([
      { bucket: 'stand-in' },
      ['starts-with', '$key', config.dir],
      ['content-length-range', 1, maxBytes],
      { callback: config.callback },
    ]);
    expect(Math.floor(Date.parse(String(policy['expiration'])) / 1000)).toBe(config.expire);
    expect(Math.abs(config.expire - Date.now() / 1000 - 600)).toBeLessThan(60);
    expect(decode(config.callback)).toMatchObject({
      callbackBody: `{"mimeType":\${mimeType},"size":\${size},"filename":\${object}}`,
      callbackBodyType: 'application/json',
    });
  });

  test.each([
    ['nobody', 'songs', 401],
    ['musician', 'films', 400],
    ['musician', 'songs', 200],
    ['musician', 'pics', 200],
  ])('asked by %s for %s answers %d', async (who, type, status) => {
    const asker = who === 'nobody' ? undefined : musician;
    expect(await vfine.call(asker, `GET /vfine/v1/storage/upload-info?file_type=${type}`)).toMatchObject({ status });
  });
});

describe('an upload', () => {
  test('is stored, told of, and recorded; its reply is ours', async () => {
    const { key, status, body } = await vfine.upload(musician, { content: 'la la la' });
    expect({ status, body: JSON.parse(body) }).toEqual({
      status: 200,
      body: { mimeType: 'audio/mpeg', filename: key, size: 8 },
    });
    expect(await rows(key)).toMatchObject([{ sizeBytes: 8, mimeType: 'audio/mpeg', toldBy: 'CALLBACK' }]);
    expect(String(await vfine.ports.storage.readAll(key))).toBe('la la la');
  });

  test('told of twice is recorded once', async () => {
    const { key, status } = await vfine.upload(musician, { fields: { 'x:stand-in': 'duplicate-callback' } });
    expect(status).toBe(200);
    expect(await rows(key)).toHaveLength(1);
  });

  const refusals: [what: string, status: number, code: string, change: Parameters<Uploads['upload']>[1]][] = [
    ['without a policy', 403, 'AccessDenied', { fields: { policy: undefined } }],
    ['with another key id', 403, 'InvalidAccessKeyId', { fields: { OSSAccessKeyId: 'other' } }],
    ['with a wrong signature', 403, 'SignatureDoesNotMatch', { fields: { signature: 'AAAA' } }],
    ['with a policy of its own', 403, 'SignatureDoesNotMatch', { fields: { policy: 'e30=' } }],
    ['outside its folder', 403, 'AccessDenied', { fields: { key: 'songs/elsewhere/a.mp3' } }],
    ['without its callback', 403, 'AccessDenied', { fields: { callback: undefined } }],
    ['with another callback', 403, 'AccessDenied', { fields: { callback: 'e30=' } }],
    ['that is too large', 400, 'EntityTooLarge', { content: 'x'.repeat(maxBytes + 1) }],
    ['that is empty', 400, 'EntityTooSmall', { content: '' }],
    ['with a climbing name', 400, 'InvalidObjectName', { name: '../../a.mp3' }],
  ];
  test.each(refusals)('%s is refused', async (_what, status, code, change) => {
    const reply = await vfine.upload(musician, change);
    expect(reply).toMatchObject({ status, body: expect.stringContaining(`<Code>${code}</Code>`) });
    expect(await rows(reply.key)).toEqual([]);
  });

  test('after its time is refused', async () => {
    const { accessid: OSSAccessKeyId, policy, signature, callback, dir } = await vfine.permission(musician);
    vfine.clock.forward(11);
    const key = `${dir}late.mp3`;
    const reply = await vfine.post({ key, policy, OSSAccessKeyId, callback, signature }, 'late');
    vfine.clock.reset();
    expect(reply).toMatchObject({ status: 403, body: expect.stringContaining('Policy expired') });
  });

  test('does not replace another', async () => {
    const { accessid: OSSAccessKeyId, policy, signature, callback, dir } = await vfine.permission(musician);
    const form = { key: `${dir}a.mp3`, policy, OSSAccessKeyId, callback, signature };
    expect(await vfine.post(form, 'first')).toMatchObject({ status: 200 });
    expect(await vfine.post(form, 'second')).toMatchObject({ status: 409 });
    expect(String(await vfine.ports.storage.readAll(form.key))).toBe('first');
  });
});

const get = async (key: string) => {
  const reply = await fetch(`${vfine.host}/${key}`);
  return { status: reply.status, body: await reply.text() };
};

describe('the store gives', () => {
  test('pictures of `pics` to everybody by host and filename', async () => {
    const { key } = await vfine.upload(musician, { type: 'pics', name: '头像 1.png', content: 'a face' });
    expect(await get(encodeURI(key))).toEqual({ status: 200, body: 'a face' });
    expect(await get(`${encodeURI(key)}?x-oss-process=image/info`)).toMatchObject({ status: 200 });
    expect(await get(`${encodeURI(key)}.none`)).toMatchObject({ status: 404 });
  });

  test.each(['songs', 'default'] as const)('nothing of `%s` to anybody', async (type) => {
    const { key } = await vfine.upload(musician, { type });
    const denied = { status: 403, body: expect.stringContaining('<Code>AccessDenied</Code>') };
    expect(await get(key)).toMatchObject(denied);
    expect(await get(`pics/../${key}`)).toMatchObject(denied);
    expect(await get(`pics/%2e%2e%2f${key}`)).toMatchObject({ status: 400 });
    expect(await get('pics/%zz')).toMatchObject({ status: 400 });
  });
});

describe('an upload whose callback is lost', () => {
  test('is stored although the store says that the callback failed, and found by reconciliation, once', async () => {
    const { key, status, body } = await vfine.upload(musician, { fields: { 'x:stand-in': 'lost-callback' } });
    expect({ status, body }).toMatchObject({ status: 203, body: expect.stringContaining('CallbackFailed') });
    expect(await rows(key)).toEqual([]);
    const { repairLostUploads } = createLostUploads({ ...vfine.ports, orm: vfine.orm });
    await repairLostUploads({ after: '0', limit: 1000 });
    expect(await repairLostUploads({ after: '0', limit: 1000 })).toEqual({ found: 0 });
    expect(await rows(key)).toMatchObject([{ sizeBytes: 5, toldBy: 'FOUND' }]);
  });

  test('is looked for in batches, and no longer when nothing can arrive', async () => {
    const { repairLostUploads } = createLostUploads({ ...vfine.ports, orm: vfine.orm });
    const first = await repairLostUploads({ after: '0', limit: 1 });
    expect(first.last).toBeDefined();
    vfine.clock.forward(24 * 60);
    await repairLostUploads({ after: '0', limit: 1000 });
    vfine.clock.reset();
    expect(await vfine.em().count(UploadPermission)).toBe(0);
  });
});

describe('POST /callback', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let foreign: Server;
  let foreignUrl: string;
  beforeAll(async () => {
    const pem = pair.publicKey.export({ type: 'spki', format: 'pem' });
    foreign = createServer((_request, response) => void response.end(pem));
    await new Promise<void>((resolve) => void foreign.listen(0, '127.0.0.1', resolve));
    foreignUrl = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}/key.pem`;
  });
  afterAll(() => new Promise((resolve) => void foreign.close(resolve)));

  const url = '/vfine/v1/callback';
  async function forge(keyUrl: string, body: string): Promise<{ status: number; body: unknown }> {
    return send(vfine.base, `POST ${url}`, body, {
      authorization: signCallback(pair.privateKey, { url, body }),
      'x-oss-pub-key-url': Buffer.from(keyUrl).toString('base64'),
    });
  }

  test.each([
    ['a key that lies elsewhere', () => foreignUrl],
    ['a host that only begins like the right one', () => `${vfine.host}.evil.example/key.pem`],
    ['a right address as the user name of a wrong one', () => `${vfine.host}@${foreignUrl.slice(7)}`],
    ['a key that is not there', () => `${vfine.host}/keys/none.pem`],
    ['no address', () => 'nonsense'],
    ['nothing', () => ''],
  ])('signed with %s is refused and changes nothing', async (_what, keyUrl) => {
    const { key } = await vfine.upload(musician, { fields: { 'x:stand-in': 'lost-callback' } });
    const reply = await forge(keyUrl(), JSON.stringify({ mimeType: 'audio/mpeg', size: 5, filename: key }));
    expect(reply).toMatchObject({ status: 400, body: { code: 'bad_signature' } });
    expect(await rows(key)).toEqual([]);
  });

  test('that claims an object of ours from another bucket counts only as far as it is true', async () => {
    const { key } = await vfine.upload(musician, { fields: { 'x:stand-in': 'lost-callback' } });
    const { dir } = await vfine.permission(musician);
    const claims = [
      { mimeType: 'audio/mpeg', size: 6, filename: key },
      { mimeType: 'audio/mpeg', size: 5, filename: `${dir}nothing.mp3` },
      { mimeType: 'audio/mpeg', size: 5, filename: 'songs/../secret' },
      { mimeType: 'audio/mpeg', size: -1, filename: key },
      { size: 5, filename: key },
      'no object',
    ];
    // The stand-in signs whatever a form makes it say, as OSS does for buckets of others.
    for (const [i, claim] of claims.entries()) {
      const said = { callbackUrl: `${vfine.base}${url}`, callbackBody: JSON.stringify(claim) };
      expect(await vfine.post(vfine.ownForm(`mine/${i}`, said), 'mine')).toMatchObject({ status: 203 });
    }
    expect(await rows(key)).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['what is too long', 'x'.repeat(100_000)],
  ])('with %s is refused', async (_what, body) => {
    expect(await send(vfine.base, `POST ${url}`, body)).toMatchObject({ status: 400 });
  });
});
