import { randomBytes } from 'node:crypto';
import { ApplicationFailure, defaultPayloadConverter, type Payload } from '@temporalio/common';
import {
  createEncryptionCodec,
  parsePayloadKeys,
  type PayloadKey,
  type PayloadKeys,
} from '#adapters/temporal/codec.ts';
import { createPayloads } from '#adapters/temporal/converter.ts';
import { failureConverter } from '#adapters/temporal/failure-converter.ts';

const key = (id: string): PayloadKey => ({ id, key: randomBytes(32) });
const [k1, k2, other] = [key('k1'), key('k2'), key('k1')];
const codec = (...keys: PayloadKeys) => createEncryptionCodec(keys);

const value = { name: '王小明', at: 7 };
const payload = defaultPayloadConverter.toPayload(value);
const read = (one: Payload | undefined) => one && defaultPayloadConverter.fromPayload(one);
const seal = async (keys: PayloadKeys) => (await codec(...keys).encode([payload]))[0] ?? {};
const textOf = (one: Payload) => Buffer.from(one.data ?? []).toString('latin1');

/** The payload with one bit of its data turned. */
function bent(one: Payload, at: number): Payload {
  const data = Buffer.from(one.data ?? []);
  data.writeUInt8(data.readUInt8(at) ^ 1, at);
  return { ...one, data };
}

describe('the codec', () => {
  test('gives back what it sealed, and shows nothing of it', async () => {
    const sealed = await seal([k1]);

    expect(Buffer.from(sealed.metadata?.encoding ?? []).toString()).toBe('binary/encrypted');
    expect(textOf(sealed)).not.toContain(Buffer.from(value.name).toString('latin1'));
    expect(textOf(sealed)).not.toContain('json/plain');
    expect((await codec(k1).decode([sealed])).map(read)).toEqual([value]);
  });

  test('seals the same value differently each time', async () => {
    expect(textOf(await seal([k1]))).not.toBe(textOf(await seal([k1])));
  });

  test('seals with the first key and opens with any', async () => {
    const sealed = await seal([k1]);
    const renewed = await seal([k2, k1]);

    expect((await codec(k2, k1).decode([sealed, renewed])).map(read)).toEqual([value, value]);
    await expect(codec(k1).decode([renewed])).rejects.toMatchObject({ code: 'unreadable_payload' });
  });

  test.each([0, 12, 20, -1])('refuses what was changed at byte %i', async (at) => {
    const sealed = await seal([k1]);
    const place = at < 0 ? (sealed.data?.length ?? 0) + at : at;
    await expect(codec(k1).decode([bent(sealed, place)])).rejects.toMatchObject({ code: 'unreadable_payload' });
  });

  test('refuses what is cut short, sealed by another key of that name, or passed off as sealed by another key', async () => {
    const sealed = await seal([k1]);
    const refusal = { kind: 'invalid', code: 'unreadable_payload' };
    const relabelled = { ...sealed, metadata: { ...sealed.metadata, 'encryption-key-id': Buffer.from('k2') } };

    await expect(codec(k1).decode([{ ...sealed, data: sealed.data?.subarray(0, 20) ?? null }])).rejects.toMatchObject(
      refusal,
    );
    await expect(codec(k1).decode([{ ...sealed, data: null }])).rejects.toMatchObject(refusal);
    await expect(codec(other).decode([sealed])).rejects.toMatchObject(refusal);
    await expect(codec(k1, { ...k1, id: 'k2' }).decode([relabelled])).rejects.toMatchObject(refusal);
  });

  test('reads plain JSON, as operators send it from the UI', async () => {
    expect((await codec(k1).decode([payload, {}])).map((one) => one.metadata && read(one))).toEqual([value, undefined]);
  });

  test('carries bytes and nothing at all', async () => {
    const values = [new Uint8Array([0, 255]), undefined, null];
    const payloads = values.map((one) => defaultPayloadConverter.toPayload(one));
    expect((await codec(k1).decode(await codec(k1).encode(payloads))).map(read)).toEqual(values);
  });
});

describe('the setting', () => {
  const material = randomBytes(32);
  test('names several keys, the newest first', () => {
    const keys = parsePayloadKeys(`k2:${k2.key.toString('base64')},k1:${material.toString('base64')}`);
    expect(keys).toEqual([k2, { id: 'k1', key: material }]);
  });
  test.each(['', 'k1', 'k1:', `:${material.toString('base64')}`, `k1:${randomBytes(16).toString('base64')}`])(
    'refuses %j',
    (setting) => {
      expect(() => parsePayloadKeys(setting)).toThrow('PAYLOAD_KEYS');
    },
  );
});

test('payloads of the UI go through the same codec in base64', async () => {
  const payloads = createPayloads([k1]);
  const plain = {
    metadata: { encoding: Buffer.from('json/plain').toString('base64') },
    data: Buffer.from('{"verdict":"approve"}').toString('base64'),
  };
  const sealed = await payloads.encode([plain]);

  expect(Buffer.from(sealed[0]?.metadata?.encoding ?? '', 'base64').toString()).toBe('binary/encrypted');
  expect(await payloads.decode(sealed)).toEqual([plain]);
  expect(await payloads.decode([plain])).toEqual([plain]);
});

test('a failure shows neither its message nor its stack, and comes back whole', () => {
  const failure = ApplicationFailure.nonRetryable('王小明 is not known', 'unknown_account', 'not_found');
  failure.stack = 'ApplicationFailure: 王小明 is not known\n    at tell (/srv/applicant.ts:1:2)';
  const proto = failureConverter.errorToFailure(failure, defaultPayloadConverter);

  expect(JSON.stringify({ ...proto, encodedAttributes: undefined })).not.toMatch(/王小明|applicant/);
  expect(proto.message).toBe('Encoded failure');
  const back = failureConverter.failureToError(proto, defaultPayloadConverter);
  expect(back).toMatchObject({ message: '王小明 is not known', type: 'unknown_account', details: ['not_found'] });
  expect(back.stack).toContain('at tell (/srv/applicant.ts:1:2)');
});
