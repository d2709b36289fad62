import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';

const header = 'X-Request-Id';
const known = /^[\w-]{8,64}$/;

/** Gives every request a name that its answer, its log lines and the processes it begins share; the caller may bring one. */
export const requestId: Middleware = async (koa, next) => {
  const brought = koa.get(header);
  const id = known.test(brought) ? brought : randomUUID();
  koa.state.requestId = id;
  koa.set(header, id);
  await next();
};
