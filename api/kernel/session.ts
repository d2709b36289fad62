import type { EntityManager } from '@mikro-orm/core';
import type { Context as KoaContext } from 'koa';
import { closeSession, findSession, openSession, prolongSession } from '#domain/accounts/sessions.ts';
import type { Session } from '#domain/accounts/session.entity.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import type { Realm } from '#domain/shared/actor.ts';

/** The caller's session; opening one sets the cookie, closing it clears the cookie. */
export interface SessionControl {
  readonly current: Session | undefined;
  /** Opens a session, for a user or (without) to hold a captcha; the former session ends. Answers the token. */
  open(user?: User): Promise<string>;
  /** Id of the session; where there is none, one is opened at once, also by a request that holds no transaction. */
  hold(): Promise<string>;
  close(): Promise<void>;
}

export interface SessionOptions {
  realm: Realm;
  cookie: string;
  path: string;
  days: number;
  /** Response header that tells a new token, besides the cookie. */
  tokenHeader?: string | undefined;
}

const bearerOf = (koa: KoaContext): string | undefined => /^Bearer ([\w-]{20,})$/.exec(koa.get('authorization'))?.[1];

const setCookie = (koa: KoaContext, { cookie, path, days }: SessionOptions, value: string | null) =>
  koa.cookies.set(cookie, value, {
    httpOnly: true,
    sameSite: 'lax',
    secure: koa.secure,
    path,
    overwrite: true,
    ...(value && { maxAge: days * 24 * 3600_000 }),
  });

/** Opens a session for nobody on a connection of its own: the request may hold no transaction. */
async function openAtOnce(koa: KoaContext, em: EntityManager, options: SessionOptions): Promise<string> {
  const own = em.fork();
  const { session, token } = openSession(own, options.realm, undefined, options.days);
  await own.flush();
  setCookie(koa, options, token);
  return session.id;
}

/** Finds the caller's session by cookie or bearer token; one that is in use lasts. */
export async function readSession(
  koa: KoaContext,
  em: EntityManager,
  options: SessionOptions,
): Promise<SessionControl> {
  const { realm, cookie, days } = options;
  const bearer = bearerOf(koa);
  let token = bearer ?? koa.cookies.get(cookie);
  let current = token ? ((await findSession(em, realm, token)) ?? undefined) : undefined;
  if (token && current && (await prolongSession(em, current, days)) && !bearer) setCookie(koa, options, token);

  async function end(): Promise<void> {
    if (token && current) await closeSession(em, realm, token);
    current = undefined;
  }

  return {
    get current() {
      return current;
    },
    async open(user) {
      await end();
      const opened = openSession(em, realm, user, days);
      current = opened.session;
      token = opened.token;
      setCookie(koa, options, token);
      if (options.tokenHeader) koa.set(options.tokenHeader, token);
      return token;
    },
    hold: async () => current?.id ?? openAtOnce(koa, em, options),
    async close() {
      await end();
      setCookie(koa, options, null);
    },
  };
}
