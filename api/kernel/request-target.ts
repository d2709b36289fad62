import type { Middleware } from 'koa';

/** Takes an absolute request target for its path and query, as RFC 9112 asks; refuses what is no URL at all. */
export const requestTarget: Middleware = async (koa, next) => {
  const target = koa.originalUrl;
  if (target.startsWith('/') || target === '*') return next();
  if (!URL.canParse(target)) {
    koa.status = 400;
    koa.body = { message: 'The request target is no path and no URL.' };
    return;
  }
  const { pathname, search } = new URL(target);
  koa.url = koa.originalUrl = `${pathname}${search}`;
  await next();
};
