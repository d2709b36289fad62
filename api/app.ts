import cors from '@koa/cors';
import Koa, { type Context, type Middleware } from 'koa';
import helmet from 'koa-helmet';
import { dispatch } from './kernel/dispatch.ts';
import { health, type Dependency } from './kernel/health.ts';
import { logRequests, type RequestLog } from './kernel/log.ts';
import { mountFace, type FaceModule } from './kernel/mount.ts';
import { requestId } from './kernel/request-id.ts';
import { requestTarget } from './kernel/request-target.ts';
import type { World } from './kernel/world.ts';

/** Everything the application is made of; the composition root decides. */
export interface AppParts {
  modules: readonly FaceModule[];
  world: World;
  dependencies: readonly Dependency[];
  /** Pages outside the faces: API documents. */
  pages: readonly Middleware[];
  /** Host names of faces that have one of their own. */
  hosts: Readonly<Record<string, string>>;
  trustProxy: boolean;
  log: RequestLog;
}

const notFound: Middleware = (koa: Context) => {
  koa.status = 404;
  koa.body = { message: 'There is nothing here; the faces are listed at /docs/.' };
};

/** The HTTP side of the platform: health, documents, and each face under its prefix or host name. */
export function createApp({ modules, world, dependencies, pages, hosts, trustProxy, log }: AppParts): Koa {
  const app = new Koa({ proxy: trustProxy, maxIpsCount: 1 }); // what stands before the proxy's own entry, anybody may claim
  const mounted = modules.map((module) => ({ face: module.face, middleware: mountFace(module, world) }));
  const origins = world.allowedOrigins;
  app.silent = true; // faults are reported by the faces, with the request's id
  app.use(requestId);
  app.use(logRequests(log));
  app.use(
    helmet({
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      referrerPolicy: { policy: 'same-origin' }, // without a referrer browsers send `Origin: null` with forms
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } }, // the embedded set-up has no TLS
    }),
  );
  app.use(requestTarget);
  if (origins.length > 0) {
    const allow = (koa: Context) => (origins.includes(koa.get('origin')) ? koa.get('origin') : '');
    app.use(cors({ origin: allow, credentials: true, exposeHeaders: 'Idempotency-Replayed' }));
  }
  app.use(health(dependencies));
  for (const page of pages) app.use(page);
  app.use(dispatch(mounted, hosts));
  app.use(notFound);
  return app;
}
