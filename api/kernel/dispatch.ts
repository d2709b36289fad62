import type { Middleware } from 'koa';
import type { Face } from './face.ts';

export interface Mounted {
  face: Face;
  middleware: Middleware;
}

const below = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`);

/** What of a path on the common host is left out of the face's own paths; undefined where the face does not lie there. */
function baseOf({ prefix, filesAt }: Face, path: string): string | undefined {
  if (filesAt !== undefined && below(path, filesAt)) return filesAt.slice(0, -'/files'.length);
  return below(path, prefix) ? prefix : undefined;
}

/** A host name as it is compared: in lower case, without the port that goes without saying. */
const nameOf = (host: string): string => host.toLowerCase().replace(/:(80|443)$/, '');

/** Sends a request to its face: by host name where the face has one of its own, else by prefix. */
export function dispatch(mounted: readonly Mounted[], hosts: Readonly<Record<string, string>>): Middleware {
  return async (koa, next) => {
    const host = nameOf(koa.host);
    const own = mounted.find(({ face }) => host !== '' && nameOf(hosts[face.name] ?? '') === host);
    const found = own ?? mounted.find(({ face }) => baseOf(face, koa.path) !== undefined);
    if (!found) return next();
    const { printedPrefix } = found.face;
    const ownBase = printedPrefix !== '' && below(koa.path, printedPrefix) ? printedPrefix : '';
    const base = own ? ownBase : (baseOf(found.face, koa.path) ?? '');
    koa.state.base = base;
    koa.path = koa.path.slice(base.length) || '/';
    return found.middleware(koa, next);
  };
}
