import { DomainError } from '#domain/shared/errors.ts';

const maxBytes = 1000; // S3 allows 1,024
const isPlain = (segment: string): boolean => segment !== '' && !segment.startsWith('.') && segment.length <= 200;

/**
 * The key itself, once it is safe on a disk and in a bucket: no empty, hidden or climbing parts, no control characters,
 * no backslash, at most 1,000 bytes. Refuses `bad_key` otherwise.
 */
export function checkKey(key: string): string {
  const isSafe =
    Buffer.byteLength(key) <= maxBytes && !/[\p{C}\p{Zl}\p{Zp}\\]/u.test(key) && key.split('/').every(isPlain);
  if (!isSafe) throw new DomainError('invalid', 'bad_key', 'not a storage key');
  return key;
}

/** A prefix is a key that may end in a slash. */
export const checkPrefix = (prefix: string): string => checkKey(prefix.replace(/\/$/, ''));
