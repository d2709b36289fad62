import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import protocol from '@temporalio/proto';
import { DomainError } from '#domain/shared/errors.ts';

/** A key of workflow payloads and the name it is known by in the history. */
export interface PayloadKey {
  id: string;
  key: Buffer;
}
/** The first key seals; all of them open. */
export type PayloadKeys = readonly [PayloadKey, ...PayloadKey[]];

const proto = protocol.temporal.api.common.v1.Payload;
const encoding = Buffer.from('binary/encrypted');
const nonceLength = 12;
const tagLength = 16;

/** Reads the setting `PAYLOAD_KEYS`: `id:base64,…`, the newest first. */
export function parsePayloadKeys(setting: string): PayloadKeys {
  const [first, ...rest] = setting.split(',').map((one) => {
    const at = one.indexOf(':');
    return { id: one.slice(0, at), key: Buffer.from(one.slice(at + 1), 'base64') };
  });
  if (!first || [first, ...rest].some(({ id, key }) => id === '' || key.length !== 32))
    throw new Error('PAYLOAD_KEYS: every key is a name, a colon and 32 bytes in base64');
  return [first, ...rest];
}

const isSealed = ({ metadata }: Payload): boolean => encoding.equals(metadata?.encoding ?? new Uint8Array());

function seal({ id, key }: PayloadKey, payload: Payload): Payload {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id));
  const sealed = [cipher.update(proto.encode(payload).finish()), cipher.final()];
  return {
    metadata: { encoding, 'encryption-key-id': Buffer.from(id) },
    data: Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]),
  };
}

function unseal(keys: PayloadKeys, { metadata, data }: Payload): Payload {
  const id = Buffer.from(metadata?.['encryption-key-id'] ?? []).toString();
  const known = keys.find((one) => one.id === id);
  if (!known) throw new DomainError('invalid', 'unreadable_payload', 'sealed with a key that is not in PAYLOAD_KEYS');
  const bytes = Buffer.from(data ?? []);
  try {
    const decipher = createDecipheriv('aes-256-gcm', known.key, bytes.subarray(0, nonceLength), {
      authTagLength: tagLength,
    });
    decipher.setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(-tagLength));
    const plain = [decipher.update(bytes.subarray(nonceLength, -tagLength)), decipher.final()];
    return proto.decode(Buffer.concat(plain));
  } catch {
    throw new DomainError('invalid', 'unreadable_payload', 'the payload was changed after it was sealed');
  }
}

/**
 * Seals every payload before it leaves the process (AES-256-GCM). What was never sealed is read as it is: operators
 * send plain JSON from the Temporal UI.
 */
export function createEncryptionCodec(keys: PayloadKeys): PayloadCodec {
  return {
    encode: async (payloads) => payloads.map((payload) => seal(keys[0], payload)),
    decode: async (payloads) => payloads.map((payload) => (isSealed(payload) ? unseal(keys, payload) : payload)),
  };
}
