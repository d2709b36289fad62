import type { Context as KoaContext } from 'koa';
import { DomainError } from '#domain/shared/errors.ts';
import { originOf } from './links.ts';

/**
 * Refuses a change that a foreign page asked for with the caller's cookie (CSRF), that a browser only prefetches, or
 * that is asked for by HEAD, which promises to change nothing.
 * Programs without a browser send none of these headers and pass.
 */
export function guardChange(koa: KoaContext, allowedOrigins: readonly string[]): void {
  const isForeign = (url: string) => {
    const origin = URL.canParse(url) ? new URL(url).origin : url;
    return origin !== originOf(koa) && !allowedOrigins.includes(origin);
  };
  const origin = koa.get('origin');
  const referer = koa.get('referer');
  const prefetches = /prefetch|prerender/i.test(`${koa.get('sec-purpose')} ${koa.get('purpose')} ${koa.get('x-moz')}`);
  const crossSite = koa.get('sec-fetch-site') === 'cross-site' && (!origin || isForeign(origin));
  const isHead = koa.method === 'HEAD';
  if (isHead || prefetches || crossSite || (origin && isForeign(origin)) || (!origin && referer && isForeign(referer)))
    throw new DomainError('forbidden', 'cross_site', 'cross-site request refused');
}
