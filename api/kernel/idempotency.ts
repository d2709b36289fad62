import type { EntityManager } from '@mikro-orm/core';
import type { Context as KoaContext } from 'koa';
import { z } from 'zod';
import type { KeyedRequest } from '#domain/idempotency/keyed-request.entity.ts';
import {
  answerClaim,
  claimKey,
  isPassing,
  keepAnswer,
  leaseMs,
  prolongClaim,
  releaseClaim,
  takeKey,
  tryOf,
  type Asked as Keyed,
  type Claim,
} from '#domain/idempotency/keyed-requests.ts';
import type { Admitted, Asked } from './admit.ts';
import type { Upload } from './declaration.ts';
import type { Face } from './face.ts';
import { fingerprint } from './fingerprint.ts';
import { refusalOf, refuse } from './refusal.ts';
import type { Answer } from './send.ts';

const purpose = 'idempotency-answer';
/** A longer answer is not kept but made anew: only reads and computations have such. */
const longestKept = 256 * 1024; // characters

const Kept = z.object({
  status: z.int(),
  type: z.string().exactOptional(),
  body: z.string().exactOptional(), // base64
  headers: z.record(z.string(), z.string()),
  cookies: z.array(z.string()),
});

function bytesOf({ json, body }: Answer): Buffer | undefined {
  if (json !== undefined) return Buffer.from(JSON.stringify(json));
  return typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.from(body) : undefined;
}

const jsonType = 'application/json; charset=utf-8';

function tokenIn({ tokenHeader }: Face, koa: KoaContext): Record<string, string> {
  const token = tokenHeader === undefined ? '' : koa.response.get(tokenHeader);
  return tokenHeader === undefined || token === '' ? {} : { [tokenHeader]: token };
}

/** The answer with the session it opened, sealed; null where it is too long to keep, or one look of many. */
function seal({ world, face, operation, koa }: Asked, given: Answer): string | null {
  if (operation.changes === 'look') return null;
  const body = bytesOf(given);
  if (body === undefined && given.body !== undefined) return null;
  const type = given.json === undefined ? given.type : jsonType;
  const kept: z.infer<typeof Kept> = {
    status: given.status ?? operation.status,
    ...(type !== undefined && { type }),
    ...(body && { body: body.toString('base64') }),
    headers: { ...given.headers, ...tokenIn(face, koa) },
    cookies: [koa.response.headers['set-cookie'] ?? []].flat(),
  };
  const text = JSON.stringify(kept);
  return text.length > longestKept ? null : world.ports.secrets.seal(purpose, text);
}

/** The first answer again, marked; undefined where it was not kept. */
function replay({ world, koa }: Asked, { sealedAnswer }: KeyedRequest): Answer | undefined {
  if (!sealedAnswer) return undefined;
  const kept = Kept.parse(JSON.parse(world.ports.secrets.open(purpose, sealedAnswer)));
  if (kept.cookies.length > 0) koa.set('Set-Cookie', kept.cookies);
  return {
    status: kept.status,
    ...(kept.type !== undefined && { type: kept.type }),
    ...(kept.body !== undefined && { body: Buffer.from(kept.body, 'base64') }),
    headers: { ...kept.headers, 'Idempotency-Replayed': 'true' },
  };
}

/**
 * Who asks for what under which key. Whoever is not logged in is known by the address; so is, besides, who asks for what
 * needs no login: the first try may have been the login.
 */
async function identify(
  { world, face, operation, koa }: Asked,
  key: string,
  { actor }: Admitted,
  file: Upload | undefined,
): Promise<Keyed> {
  const { secrets, clock } = world.ports;
  const idOf = (scope: string) =>
    secrets.digest('idempotency', JSON.stringify([scope, face.name, operation.method, operation.path, key]));
  const address = idOf(`address:${koa.ip}`);
  const ids: Keyed['ids'] = actor
    ? [idOf(`account:${actor.uuid}`), ...(operation.auth === 'none' ? [address] : [])]
    : [address];
  return { ids, fingerprint: await fingerprint(koa, secrets, file), now: clock.now() };
}

/** The refusal in the face's shape, sealed, where the same will be said all day; undefined where not. */
function sealRefusal(asked: Asked, error: unknown): string | null | undefined {
  const refusal = refusalOf(error);
  return refusal && !isPassing(refusal) ? seal(asked, refuse(asked, refusal)) : undefined;
}

/** Within the transaction of the change: change and answer are kept together or not at all. */
async function onceWithin(asked: Asked, em: EntityManager, keyed: Keyed, { respond }: Admitted): Promise<Answer> {
  const former = await takeKey(em, keyed);
  if (former) return replay(asked, former) ?? respond(tryOf(former, true));
  try {
    const given = await respond(tryOf({ id: keyed.ids[0], askedAt: keyed.now }, false));
    await keepAnswer(em, keyed, seal(asked, given));
    return given;
  } catch (error) {
    const sealed = sealRefusal(asked, error);
    // On a connection of its own: the transaction is undone, but holds the key until then.
    if (sealed !== undefined) await keepAnswer(em.fork(), keyed, sealed);
    throw error;
  }
}

async function answerAs(asked: Asked, em: EntityManager, claim: Claim, { respond }: Admitted): Promise<Answer> {
  const { clock } = asked.world.ports;
  try {
    const given = await respond(claim);
    await answerClaim(em, claim, { sealedAnswer: seal(asked, given), now: clock.now() });
    return given;
  } catch (error) {
    const sealedAnswer = sealRefusal(asked, error);
    if (sealedAnswer === undefined) await releaseClaim(em, claim, clock.now());
    else await answerClaim(em, claim, { sealedAnswer, now: clock.now() });
    throw error;
  }
}

/** Without a transaction: the key is claimed, and the claim kept alive, until there is an answer. */
async function onceBeside(asked: Asked, em: EntityManager, keyed: Keyed, admitted: Admitted): Promise<Answer> {
  const { world, koa } = asked;
  const held = await claimKey(em, keyed);
  if (!('firstAskedAt' in held)) return replay(asked, held) ?? admitted.respond(tryOf(held, true));
  const stop = world.repeat(
    leaseMs / 3,
    () => void prolongClaim(em, held, world.ports.clock.now()).catch((error: unknown) => world.report(error, koa)),
  );
  try {
    return await answerAs(asked, em, held, admitted);
  } finally {
    stop();
  }
}

/**
 * Answers a change that came with an `Idempotency-Key` once: asked again within a day, the first answer is repeated.
 * Refuses `idempotency_key_in_use` while the first is under way and `idempotency_key_reused` where it was another request.
 */
export async function answerOnce(
  asked: Asked,
  em: EntityManager,
  admitted: Admitted,
  { key, file, inTransaction }: { key: string; file: Upload | undefined; inTransaction: boolean },
): Promise<Answer> {
  const keyed = await identify(asked, key, admitted, file);
  return inTransaction ? onceWithin(asked, em, keyed, admitted) : onceBeside(asked, em, keyed, admitted);
}
