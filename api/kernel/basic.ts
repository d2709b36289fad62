import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context as KoaContext } from 'koa';
import { DomainError } from '#domain/shared/errors.ts';
import type { RawAnswer } from './declaration.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `name:password` of an `Authorization: Basic` header, in UTF-8. */
function givenBy(koa: KoaContext): string {
  const [scheme = '', token = ''] = koa.get('authorization').split(' ');
  return scheme.toLowerCase() === 'basic' ? Buffer.from(token, 'base64').toString() : '';
}

/** Lets those pass who know the operators' reader; where none is set, there is nothing here. */
export function requireReader(koa: KoaContext, reader: string | undefined): void {
  if (reader === undefined) throw new DomainError('not_found', 'no_such_path');
  // Equally long, whatever was given: the comparison takes the same time.
  if (!timingSafeEqual(digest(givenBy(koa)), digest(reader)))
    throw new DomainError('unauthenticated', 'reader_required');
}

/** How those are turned away: as HTTP has it, whatever the face's own shape is. */
export function refuseReader({ kind }: DomainError): RawAnswer {
  const text = { type: 'text/plain; charset=utf-8' };
  if (kind === 'not_found') return { ...text, status: 404, body: 'Not found.\n' };
  if (kind === 'too_many') return { ...text, status: 429, body: 'Too many requests.\n' };
  const headers = { 'WWW-Authenticate': 'Basic realm="logs", charset="UTF-8"' };
  return { ...text, status: 401, headers, body: 'Log in as a reader of the logs.\n' };
}
