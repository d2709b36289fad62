import type { Context as KoaContext } from 'koa';
import type { RawAnswer } from './declaration.ts';

/** An answer of either kind: `json` is inside the face's envelope already. */
export type Answer = RawAnswer & { json?: unknown };

/** Sends an answer; none of them may be kept by caches on the way unless it says so itself. */
export function send(koa: KoaContext, given: Answer): void {
  if (given.type) koa.type = given.type;
  koa.body = given.json ?? given.body ?? null;
  koa.status = given.status ?? 200;
  koa.set('Cache-Control', 'no-store');
  koa.set(given.headers ?? {}); // after the body, which would forget the length of a file
}
