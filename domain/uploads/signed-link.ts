import { timingSafeEqual } from 'node:crypto';
import type { Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';

const validMs = 10 * 60_000;
const purpose = 'signed-link';

/** A file of the storage, and what a browser calls it when saving. */
export interface LinkedFile {
  key: string;
  name: string;
}

/** A path below the face that gives a file to whoever has it, for ten minutes. */
export function linkTo(secrets: Secrets, { key, name }: LinkedFile, now: Date): string {
  const text = JSON.stringify([now.getTime() + validMs, key, name]);
  const signature = secrets.digest(purpose, text);
  return `/media/${Buffer.from(text).toString('base64url')}.${signature}`;
}

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** The file that a link gives; refuses `no_such_link` where we did not make it, or too long ago. */
export function openLink(secrets: Secrets, token: string, now: Date): LinkedFile {
  const missing = new DomainError('not_found', 'no_such_link');
  const [packed = '', signature = ''] = token.split('.');
  const text = Buffer.from(packed, 'base64url').toString();
  if (!isSame(signature, secrets.digest(purpose, text))) throw missing;
  const [until, key, name] = JSON.parse(text) as [number, string, string]; // our own writing
  if (until < now.getTime()) throw missing;
  return { key, name };
}
