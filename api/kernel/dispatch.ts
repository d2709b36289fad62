import type { Middleware } from 'koa';
import type { Face } from './face.ts';

export interface Mounted {
  face: Face;
  middleware: Middleware;
}

const below = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`);

/** Sends a request to its face: by host name where the face has one of its own, else by prefix. */
export function dispatch(mounted: readonly Mounted[], hosts: Readonly<Record<string, string>>): Middleware {
  return async (koa, next) => {
    const own = mounted.find(({ face }) => hosts[face.name] === koa.host);
    const found = own ?? mounted.find(({ face }) => below(koa.path, face.prefix));
    if (!found) return next();
    const { face } = found;
    const prefixes = own ? [face.printedPrefix] : [face.prefix];
    const base = prefixes.find((prefix) => prefix !== '' && below(koa.path, prefix)) ?? '';
    koa.state.base = base;
    koa.path = koa.path.slice(base.length) || '/';
    return found.middleware(koa, next);
  };
}
