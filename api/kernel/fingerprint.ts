import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Context as KoaContext } from 'koa';
import type { Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Operation, Upload } from './declaration.ts';

const header = 'idempotency-key';
const quoted = /^"((?:[ !#-[\]-~]|\\["\\]){1,255})"$/; // a String of RFC 8941
const bare = /^[\w.:~+/=-]{1,255}$/; // as many clients send it

/**
 * The key of a request (draft-ietf-httpapi-idempotency-key-header-07); undefined where it brings none. Refuses
 * `idempotency_key_invalid`, and `idempotency_key_missing` where the operation needs one.
 */
export function readKey(koa: KoaContext, { idempotent }: Operation): string | undefined {
  const given = koa.req.headers[header];
  if (given === undefined) {
    if (idempotent === 'required') throw new DomainError('bad_key', 'idempotency_key_missing');
    return undefined;
  }
  const value = String(given);
  const key = quoted.exec(value)?.[1]?.replace(/\\(.)/g, '$1') ?? bare.exec(value)?.[0];
  if (key === undefined) throw new DomainError('bad_key', 'idempotency_key_invalid');
  return key;
}

/** The same text for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

async function digestOf(file: Upload): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file.path), hash);
  return hash.digest('hex');
}

/** What was asked, as a keyed digest: path, query, fields, and name and content of the file. */
export async function fingerprint(koa: KoaContext, secrets: Secrets, file: Upload | undefined): Promise<string> {
  const { body } = koa.request as { body?: unknown };
  const content = file && { name: file.name, sha256: await digestOf(file) };
  const path = koa.path.replace(/(?<=.)\/$/, '');
  return secrets.digest('idempotency-request', canonical([koa.method, path, koa.query, body ?? null, content ?? null]));
}

/** Random-looking uuids (version 8) that the same key yields again in the same order: a second try names the same things. */
export function idsFrom(secrets: Secrets, name: string): () => string {
  let n = 0;
  return () => {
    const hex = secrets.digest('idempotency-id', `${name}:${n++}`);
    const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
}
