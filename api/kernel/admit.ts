import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import type { Context as KoaContext } from 'koa';
import type { KeyedTry } from '#domain/idempotency/keyed-requests.ts';
import { requireMusician, requireRole, type Actor } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { requireReader } from './basic.ts';
import type { Access, Context, Inputs, Operation, Upload } from './declaration.ts';
import type { Face } from './face.ts';
import { idsFrom } from './fingerprint.ts';
import { checkInput } from './input.ts';
import { linksFor, originOf } from './links.ts';
import type { Ports } from './ports.ts';
import type { Answer } from './send.ts';
import { readSession, type SessionControl, type SessionOptions } from './session.ts';
import { findStaff, staffDoor } from './staff.ts';
import type { World } from './world.ts';

/** A request that has found its operation. */
export interface Asked {
  world: World;
  face: Face;
  operation: Operation;
  koa: KoaContext;
}

/** Who asks, and may. */
interface Caller {
  actor: Actor | undefined;
  session: SessionControl;
}

/** A request that may be answered: who asks, and the handler with all it needs. */
export interface Admitted {
  actor: Actor | undefined;
  respond(by?: KeyedTry): Promise<Answer>;
}

function authorise(operation: Operation, actor: Actor | undefined, koa: KoaContext, { settings }: Ports): void {
  if (operation.auth === 'none') return;
  if (operation.auth === 'basic') return requireReader(koa, settings.logReader);
  if (!actor) throw new DomainError('unauthenticated', 'login_required');
  if (operation.auth === 'musician') return requireMusician(actor);
  if (operation.auth !== 'user') requireRole(actor, operation.auth);
}

const doorOf = (
  { name: realm, cookie, cookiePath, tokenHeader }: Face,
  base: string,
  days: number,
): SessionOptions => ({
  realm,
  cookie,
  days,
  tokenHeader,
  path: cookiePath ?? (base || '/'),
});

async function findCaller({ world, face, operation, koa }: Asked, em: EntityManager): Promise<Caller> {
  const { sessionDays: days } = world.ports.settings;
  const door = operation.staff ? { ...staffDoor, days } : doorOf(face, String(koa.state.base ?? ''), days);
  const session = await readSession(koa, em, door);
  const actor = session.current?.user?.unwrap().asActor() ?? (await findStaff(koa, em));
  authorise(operation, actor, koa, world.ports);
  return { actor, session };
}

/** Refuses whoever may not ask before their body is read: a file of up to 20 MB may lie in it. */
export async function requireCaller(asked: Asked, em: EntityManager): Promise<void> {
  if (asked.operation.auth !== 'none') await findCaller(asked, em);
}

/** Holds who asks, once the body is there, and what for to the declaration: a session may have ended while it came in. */
export async function admit(asked: Asked, em: EntityManager, file: Upload | undefined): Promise<Admitted> {
  const { world, face, operation, koa } = asked;
  const { ports } = world;
  const { actor, session } = await findCaller(asked, em);
  const base = String(koa.state.base ?? '');
  const id = String(koa.state.requestId);
  const { params } = koa as KoaContext & { params?: unknown };
  const origin = base === face.prefix ? (world.publicOrigin ?? originOf(koa)) : originOf(koa);
  const given = { params, query: koa.query, body: (koa.request as { body?: unknown }).body };
  const fixed = {
    ...linksFor(origin, base),
    ...checkInput(face, operation, given),
    em,
    actor,
    file,
    session,
    ports,
    request: { id, address: koa.ip, method: koa.method, url: koa.originalUrl, header: (name: string) => koa.get(name) },
  };
  return {
    actor,
    respond(by) {
      const newId = by ? idsFrom(ports.secrets, by.name) : () => randomUUID() as string;
      const isRetry = by?.isRetry ?? false;
      const context = { ...fixed, newId, isRetry, flows: operation.flows ? world.flowsFor(id, by) : undefined };
      const url = new URL(`${origin}${koa.originalUrl}`);
      return operation.respond(context as unknown as Context<Inputs, Access, boolean>, url);
    },
  };
}
