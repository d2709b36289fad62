import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Passwords, Secrets } from '#domain/ports/secrets.ts';

const nonceLength = 12;
const tagLength = 16;

/** All keys are derived from one secret (HKDF-SHA-256), one per purpose. */
export function createSecrets(secret: Buffer): Secrets {
  const key = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  const hmac = (purpose: string, value: string) => createHmac('sha256', key(purpose)).update(value).digest();

  return {
    digest: (purpose, value) => hmac(`digest:${purpose}`, value).toString('hex'),
    codeFor: (id) => String(hmac('code', id).readUInt32BE(0) % 1_000_000).padStart(6, '0'),
    seal(purpose, plain) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', key(`seal:${purpose}`), nonce);
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key(`seal:${purpose}`), bytes.subarray(0, nonceLength));
      decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
      return Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()]).toString();
    },
  };
}

/** What guessing a password costs: KiB of memory, passes over it. */
const usual = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Passwords by argon2id (RFC 9106). */
export function createPasswords(cost = usual): Passwords {
  const nobody = hash(randomBytes(16).toString('hex'), cost);
  return {
    hash: (password) => hash(password, cost),
    async verify(known, password) {
      const matches = await verify(known ?? (await nobody), password);
      return matches && known !== undefined;
    },
  };
}
