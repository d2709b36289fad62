import type { Context as KoaContext, Middleware } from 'koa';
import type { Operation } from './declaration.ts';

/** Where lines go: what of a logger the API needs. */
export interface RequestLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** The declared path where one matched: a path as it came may hold anything. */
function placeOf(koa: KoaContext): { face?: string; path: string } {
  const operation = koa.state.operation as Operation | undefined;
  if (operation) return { face: operation.face, path: operation.path };
  const [page = ''] = koa.originalUrl.split('?');
  return { path: /^\/(livez|readyz|docs)\b[\w./-]*$/.test(page) ? page : 'unmatched' };
}

/** Writes one line a request, when its answer is out or its caller gone; no personal data, no query string. */
export function logRequests(log: RequestLog): Middleware {
  return async (koa, next) => {
    const began = performance.now();
    koa.res.once('close', () => {
      const { method, status } = koa;
      const requestId = String(koa.state.requestId);
      const ms = Math.round(performance.now() - began);
      const line = { event: 'request', requestId, method, ...placeOf(koa), status, ms };
      log.info(koa.res.writableFinished ? line : { ...line, aborted: true }, 'request');
    });
    await next();
  };
}
