import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Context as KoaContext } from 'koa';
import { DomainError } from '#domain/shared/errors.ts';
import type { Operation } from './declaration.ts';
import type { Face } from './face.ts';
import { linksFor, originOf } from './links.ts';
import type { Answer } from './send.ts';

/** The refusal behind an error, or undefined where the fault is ours. */
export function refusalOf(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (error instanceof UniqueConstraintViolationException) return new DomainError('conflict', 'duplicate');
  return undefined;
}

function textFor(face: Face, operation: Operation | undefined, error: DomainError): string | undefined {
  const text = operation?.refusals?.[error.code] ?? face.texts[error.code];
  return text?.replace('{}', error.message);
}

/** A refusal in the shape of its operation or face. */
export function refuse(
  { face, operation, koa }: { face: Face; operation: Operation | undefined; koa: KoaContext },
  refusal: DomainError,
): Answer {
  if (operation?.refuse) return operation.refuse(refusal, linksFor(originOf(koa), String(koa.state.base ?? '')));
  const { status, body } = face.refuse(refusal, textFor(face, operation, refusal));
  return { status, json: body };
}
