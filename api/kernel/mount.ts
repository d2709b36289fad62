import { Router } from '@koa/router';
import type { EntityManager } from '@mikro-orm/core';
import type { Middleware } from 'koa';
import { DomainError } from '#domain/shared/errors.ts';
import { admit, requireCaller, type Asked } from './admit.ts';
import { allowOrigins, answerPreflight } from './cross-origin.ts';
import { changes, type Method, type Operation } from './declaration.ts';
import type { Face } from './face.ts';
import { readKey } from './fingerprint.ts';
import { guardChange } from './guard.ts';
import { answerOnce } from './idempotency.ts';
import { withBody } from './input.ts';
import { limitRate } from './rates.ts';
import { refusalOf, refuse } from './refusal.ts';
import { send } from './send.ts';
import type { World } from './world.ts';

export interface FaceModule {
  face: Face;
  operations: readonly Operation[];
}

async function serve(asked: Asked): Promise<void> {
  const { world, face, operation, koa } = asked;
  const em = world.fork();
  const foreign = [...(face.origins ?? []), ...(operation.origins?.(world.ports) ?? [])];
  if (changes(operation) && !operation.signed) guardChange(koa, [...world.allowedOrigins, ...foreign]);
  if (operation.rate) await limitRate(operation.rate, em, world.ports, koa.ip);
  const key = changes(operation) ? readKey(koa, operation) : undefined;
  // A request either begins a process, waits for something slow or writes: only the last holds a transaction.
  const inTransaction = changes(operation) && !operation.flows && !operation.withoutTransaction;
  if (changes(operation)) await requireCaller(asked, em.fork());
  const given = await withBody(koa, operation.input, (file) => {
    async function answer(unit: EntityManager) {
      const admitted = await admit(asked, unit, file);
      return key === undefined ? admitted.respond() : answerOnce(asked, unit, admitted, { key, file, inTransaction });
    }
    return inTransaction ? world.turn(() => em.transactional(answer)) : answer(em);
  });
  send(koa, { ...given, status: given.status ?? operation.status });
}

/** A path without its last slash, with which every path answers too. */
const bare = (path: string): string => path.replace(/(?<=.)\/$/, '');

const isAt = (one: Operation, place: string): boolean => bare(one.path) === bare(place);

/** A path that is spelt out, such as `/post/new`, is not the number of a thing where another method asks for it. */
function requireOwnPath(face: Face, operations: readonly Operation[], operation: Operation, path: string): void {
  const spelt = operations.filter((one) => isAt(one, path) && !isAt(one, operation.path));
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
    const path = bare(operation.path);
    const origins = operation.origins?.(world.ports);
    if (origins) router.register(path, ['OPTIONS'], (koa) => answerPreflight(koa, origins, operation.method));
    router.register(path, methods, async (koa) => {
      koa.state.operation = operation;
      if (origins) allowOrigins(koa, origins);
      requireOwnPath(face, operations, operation, koa.path);
      await serve({ world, face, operation, koa });
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
      if (refusal) return send(koa, refuse({ face, operation, koa }, refusal));
      const { status, body } = face.fault();
      koa.body = body;
      koa.status = status;
    }
  };
}
