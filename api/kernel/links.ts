import type { Context as KoaContext } from 'koa';

/**
 * Scheme and host that were asked, `localhost` where no host that can be one was named; Koa's own `origin` is what the
 * caller's `Origin` header claims.
 */
export function originOf({ protocol, host }: KoaContext): string {
  const asked = `${protocol}://${host}`;
  return URL.canParse(asked) ? asked : `${protocol}://localhost`;
}

/** How a face is reached by this request: under its prefix, or at the root of a host name of its own. */
export interface Links {
  /** Root-relative URL of a path of the face, e.g. `/media/a.jpg` → `/travel/media/a.jpg`. */
  link(path: string): string;
  /** The same with scheme and host. */
  absolute(path: string): string;
}

export const linksFor = (origin: string, base: string): Links => ({
  link: (path) => `${base}${path}`,
  absolute: (path) => `${origin}${base}${path}`,
});
