import type { EntityManager } from '@mikro-orm/core';
import type { Context as KoaContext } from 'koa';
import { findSession } from '#domain/accounts/sessions.ts';
import type { Actor } from '#domain/shared/actor.ts';

/** Cookie of the people who run the platform; it counts at every face of the host. */
export const staffCookie = 'ensemble-operator';

/** How operators are logged in, wherever their pages lie; `days` comes from the settings. */
export const staffDoor = { realm: 'ops', cookie: staffCookie, path: '/' } as const;

/** The operator who asks, by cookie or bearer token; operators belong to no face. */
export async function findStaff(koa: KoaContext, em: EntityManager): Promise<Actor | undefined> {
  const token = /^Bearer ([\w-]{20,})$/.exec(koa.get('authorization'))?.[1] ?? koa.cookies.get(staffCookie);
  const session = token ? await findSession(em, 'ops', token) : null;
  return session?.user?.unwrap().asActor();
}
