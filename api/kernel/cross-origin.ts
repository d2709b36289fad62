import type { Context as KoaContext } from 'koa';

/** Lets pages of these origins send the caller's cookie and read the answer. */
export function allowOrigins(koa: KoaContext, origins: readonly string[]): void {
  koa.vary('Origin');
  const origin = koa.get('origin');
  if (!origins.includes(origin)) return;
  koa.set('Access-Control-Allow-Origin', origin);
  koa.set('Access-Control-Allow-Credentials', 'true');
}

/** Answers what a browser asks before it lets such a page send anything but a simple form. */
export function answerPreflight(koa: KoaContext, origins: readonly string[], method: string): void {
  allowOrigins(koa, origins);
  koa.set('Access-Control-Allow-Methods', method);
  koa.set('Access-Control-Allow-Headers', koa.get('access-control-request-headers'));
  koa.set('Access-Control-Max-Age', '600'); // seconds
  koa.body = null;
  koa.status = 204;
}
