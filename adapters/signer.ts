import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify, type KeyObject } from 'node:crypto';
import type { PublishedKey, Signer } from '#domain/ports/signer.ts';

/** What PKCS #8 and SPKI put before the 32 bytes of an Ed25519 key (RFC 8410). */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

const publicKeyOf = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([publicPrefix, raw]), format: 'der', type: 'spki' });

const rawOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);

/** A key is known by the first 64 bits of its digest. */
export const publishedKey = (raw: Buffer): PublishedKey => ({
  id: createHash('sha256').update(raw).digest('hex').slice(0, 16),
  publicKey: raw.toString('base64'),
});

/** A check by published keys alone, as anybody can make it. */
export function createVerifier(keys: readonly PublishedKey[]): Signer['verify'] {
  const known = new Map(keys.map(({ id, publicKey }) => [id, publicKeyOf(Buffer.from(publicKey, 'base64'))]));
  return (text, { keyId, value }) => {
    const key = known.get(keyId);
    return key !== undefined && verify(null, Buffer.from(text), key, Buffer.from(value, 'base64url'));
  };
}

/** Signs with a seed of 32 bytes; `formerKeys` are public keys in base64, whose signatures go on counting. */
export function createSigner(seed: Buffer, formerKeys: readonly string[] = []): Signer {
  const key = createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
  const current = publishedKey(rawOf(createPublicKey(key)));
  const keys: Signer['keys'] = [current, ...formerKeys.map((former) => publishedKey(Buffer.from(former, 'base64')))];
  return {
    keys,
    sign: (text) => ({ keyId: current.id, value: sign(null, Buffer.from(text), key).toString('base64url') }),
    verify: createVerifier(keys),
  };
}

/** A seed of its own for a platform that was given none, from its one secret. */
export const seedFrom = (secret: Buffer): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'sign:certificate', 32));
