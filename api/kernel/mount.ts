import { Router } from '@koa/router';
import { UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/core';
import type { Context as KoaContext, Middleware } from 'koa';
import { requireMusician, requireRole, type Actor } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { findStaff, staffDoor } from './staff.ts';
import { requireReader } from './basic.ts';
import { allowOrigins, answerPreflight } from './cross-origin.ts';
import type { Access, Context, Inputs, Method, Operation, RawAnswer, Upload } from './declaration.ts';
import type { Face } from './face.ts';
import type { Flows } from './flows.ts';
import { guardChange } from './guard.ts';
import { checkInput, withBody } from './input.ts';
import { linksFor, originOf } from './links.ts';
import type { Ports } from './ports.ts';
import { limitRate } from './rates.ts';
import { readSession, type SessionOptions } from './session.ts';
import type { Turnstile } from './turnstile.ts';

/** What the kernel needs of the world to serve any face. */
export interface World {
  /** A fresh unit of work. */
  fork(): EntityManager;
  /**
   * Lets fewer requests hold a transaction at once than there are connections: some count tries on a second one
   * meanwhile, and requests that all hold one and wait for another would wait for ever.
   */
  turn: Turnstile;
  flowsFor(requestId: string): Flows;
  ports: Ports;
  allowedOrigins: readonly string[];
  /** Scheme and host clients use, where the request's own cannot be trusted to tell. */
  publicOrigin?: string | undefined;
  /** Tells of a fault of ours; never of a refusal. */
  report(error: unknown, koa: KoaContext): void;
}

export interface FaceModule {
  face: Face;
  operations: readonly Operation[];
}

const changes = ({ method, changes: declared }: Operation): boolean => method !== 'GET' || declared === true;

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

/** Who asks and what for, held to the declaration; then the handler's answer. */
async function answer(
  world: World,
  face: Face,
  operation: Operation,
  koa: KoaContext,
  em: EntityManager,
  file: Upload | undefined,
) {
  const { ports } = world;
  const base = String(koa.state.base ?? '');
  const id = String(koa.state.requestId);
  const { sessionDays: days } = ports.settings;
  const session = await readSession(koa, em, operation.staff ? { ...staffDoor, days } : doorOf(face, base, days));
  const actor = session.current?.user?.unwrap().asActor() ?? (await findStaff(koa, em));
  authorise(operation, actor, koa, ports);
  const { params } = koa as KoaContext & { params?: unknown };
  const origin = base === face.prefix ? (world.publicOrigin ?? originOf(koa)) : originOf(koa);
  const context = {
    ...linksFor(origin, base),
    ...checkInput(face, operation, { params, query: koa.query, body: (koa.request as { body?: unknown }).body }),
    em,
    actor,
    file,
    session,
    ports,
    flows: operation.flows ? world.flowsFor(id) : undefined,
    request: { id, address: koa.ip, method: koa.method, header: (name: string) => koa.get(name) },
  };
  return operation.respond(context as unknown as Context<Inputs, Access, boolean>, new URL(koa.originalUrl, origin));
}

async function serve(world: World, face: Face, operation: Operation, koa: KoaContext): Promise<void> {
  const em = world.fork();
  const foreign = [...(face.origins ?? []), ...(operation.origins?.(world.ports) ?? [])];
  if (changes(operation)) guardChange(koa, [...world.allowedOrigins, ...foreign]);
  if (operation.rate) await limitRate(operation.rate, em, world.ports, koa.ip);
  // A request either begins a process, waits for something slow or writes: only the last holds a transaction.
  const inTransaction = changes(operation) && !operation.flows && !operation.withoutTransaction;
  const given = await withBody(koa, operation.input, (file) =>
    inTransaction
      ? world.turn(() => em.transactional((unit) => answer(world, face, operation, koa, unit, file)))
      : answer(world, face, operation, koa, em, file),
  );
  send(koa, { ...given, status: given.status ?? operation.status });
}

function send(koa: KoaContext, given: RawAnswer & { json?: unknown }): void {
  if (given.type) koa.type = given.type;
  koa.body = given.json ?? given.body ?? null;
  koa.status = given.status ?? 200;
  koa.set('Cache-Control', 'no-store');
  koa.set(given.headers ?? {}); // after the body, which would forget the length of a file
}

/** The refusal behind an error, or undefined where the fault is ours. */
function refusalOf(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (error instanceof UniqueConstraintViolationException) return new DomainError('conflict', 'duplicate');
  return undefined;
}

function textFor(face: Face, operation: Operation | undefined, error: DomainError): string | undefined {
  const text = operation?.refusals?.[error.code] ?? face.texts[error.code];
  return text?.replace('{}', error.message);
}

/** A path that is spelt out, such as `/post/new`, is not the number of a thing where another method asks for it. */
function requireOwnPath(face: Face, operations: readonly Operation[], operation: Operation, path: string): void {
  const spelt = operations.filter((one) => one.path === path && one.path !== operation.path);
  if (spelt.length > 0) throw face.wrongMethod(spelt.map(({ method }) => method));
}

/** Sorts paths whose segments are spelt out before those with parameters in their places: the first that fits serves. */
const rankOf = ({ path }: Operation): string =>
  path.replace(/[^/]+/g, (segment) => (segment.includes(':') ? '1' : '0'));

function routerOf({ face, operations }: FaceModule, world: World): Router {
  const router = new Router();
  const ranked = operations.toSorted((one, other) => rankOf(one).localeCompare(rankOf(other)));
  for (const operation of ranked) {
    const methods = operation.changes && face.changesByPost ? [operation.method, 'POST'] : [operation.method];
    const path = operation.path.replace(/(?<=.)\/$/, '');
    const origins = operation.origins?.(world.ports);
    if (origins) router.register(path, ['OPTIONS'], (koa) => answerPreflight(koa, origins, operation.method));
    router.register(path, methods, async (koa) => {
      koa.state.operation = operation;
      if (origins) allowOrigins(koa, origins);
      requireOwnPath(face, operations, operation, koa.path);
      await serve(world, face, operation, koa);
    });
  }
  return router;
}

/** Serves all operations of a face wherever it is mounted; refusals and faults come out in its own shape. */
export function mountFace(module: FaceModule, world: World): Middleware {
  const { face } = module;
  const router = routerOf(module, world);
  const routes = router.routes() as unknown as Middleware;

  return async (koa) => {
    try {
      await routes(koa, async () => {
        const allowed = router.match(koa.path, koa.method).path.flatMap((layer) => layer.methods as Method[]);
        throw allowed.length > 0 ? face.wrongMethod(allowed) : new DomainError('not_found', 'no_such_path');
      });
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) world.report(error, koa);
      const operation = koa.state.operation as Operation | undefined;
      if (refusal && operation?.refuse) {
        send(koa, operation.refuse(refusal, linksFor(originOf(koa), String(koa.state.base ?? ''))));
        return;
      }
      const { status, body } = refusal ? face.refuse(refusal, textFor(face, operation, refusal)) : face.fault();
      koa.body = body;
      koa.status = status;
    }
  };
}
