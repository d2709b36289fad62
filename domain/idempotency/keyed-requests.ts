import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { lockName } from '#domain/shared/advisory-lock.ts';
import { DomainError, PassingError, type ErrorKind } from '#domain/shared/errors.ts';
import { KeyedRequest } from './keyed-request.entity.ts';

const keptMs = 24 * 3600_000;
/** How long a try may be silent before another one takes its place; it says that it is alive more often. */
export const leaseMs = 30_000;

/** To be tried again later, not to be answered for a day. */
const passing: ReadonlySet<ErrorKind> = new Set(['too_many', 'unavailable', 'bad_key', 'key_in_use', 'key_reused']);

/** Whether a refusal passes by itself: what was asked for has not happened, and is asked for anew by the next try. */
export const isPassing = (refusal: DomainError): boolean =>
  refusal instanceof PassingError || passing.has(refusal.kind);

/** A request under a key: its own id first, then others under which the same request may have been answered. */
export interface Asked {
  ids: readonly [own: string, ...others: string[]];
  fingerprint: string;
  now: Date;
}

/** A try of a request under a key: a later one than the first finds what the first has begun. */
export interface KeyedTry {
  /** Of all tries of the request; what comes under the key when it has been forgotten is another request. */
  name: string;
  firstAskedAt: Date;
  isRetry: boolean;
}

/** The try that may answer. */
export interface Claim extends KeyedTry {
  id: string;
  claim: string;
}

/** A try of the request that was asked first then. */
export const tryOf = ({ id, askedAt }: Pick<KeyedRequest, 'id' | 'askedAt'>, isRetry: boolean): KeyedTry => ({
  name: `${id}:${askedAt.getTime()}`,
  firstAskedAt: askedAt,
  isRetry,
});

const inUse = () => new DomainError('key_in_use', 'idempotency_key_in_use', 'the first request is still under way');
const reused = () => new DomainError('key_reused', 'idempotency_key_reused', 'the key belongs to another request');

/** What was asked under the key before; refuses `idempotency_key_reused` where that was something else. */
async function findAsked(em: EntityManager, { ids, fingerprint, now }: Asked): Promise<KeyedRequest | undefined> {
  await em.nativeDelete(KeyedRequest, { id: { $in: [...ids] }, expiresAt: { $lte: now } });
  const found = await em.find(KeyedRequest, { id: { $in: [...ids] } });
  const own = found.find(({ id }) => id === ids[0]);
  if (own && own.fingerprint !== fingerprint) throw reused();
  return own ?? found.find((other) => other.fingerprint === fingerprint);
}

const recordOf = ({ ids: [id], fingerprint, now }: Asked) => ({
  id,
  fingerprint,
  askedAt: now,
  claim: null,
  claimedUntil: null,
  answeredAt: null,
  sealedAnswer: null,
  expiresAt: new Date(now.getTime() + keptMs),
});

/**
 * Holds the key until the transaction ends, and tells what was answered under it before. A crash undoes the change and
 * lets go of the key together. Refuses `idempotency_key_in_use` and `idempotency_key_reused`.
 */
export async function takeKey(em: EntityManager, asked: Asked): Promise<KeyedRequest | undefined> {
  for (const id of asked.ids) if (!(await lockName(em, 'pg_try_advisory_xact_lock', id))) throw inUse();
  return findAsked(em, asked);
}

/** Keeps an answer: of a change in the change's own transaction, of a refusal in one of its own. */
export async function keepAnswer(em: EntityManager, asked: Asked, sealedAnswer: string | null): Promise<void> {
  const row = { ...recordOf(asked), answeredAt: asked.now, sealedAnswer };
  await em.upsert(KeyedRequest, row, { onConflictFields: ['id'], onConflictAction: 'ignore' });
}

/**
 * Claims the key for a request without a transaction, or tells what was answered under it before. Who dies without an
 * answer is followed by the next try when the lease is over. Refuses as `takeKey` does.
 */
export function claimKey(em: EntityManager, asked: Asked): Promise<Claim | KeyedRequest> {
  const { now } = asked;
  return em.fork().transactional(async (unit) => {
    for (const id of asked.ids) await lockName(unit, 'pg_advisory_xact_lock', id);
    const found = await findAsked(unit, asked);
    if (found?.answeredAt) return found;
    if (found?.claimedUntil && found.claimedUntil > now) throw inUse();
    const isRetry = found !== undefined;
    const request = found ?? unit.create(KeyedRequest, recordOf(asked));
    const claim = randomUUID();
    Object.assign(request, { claim, claimedUntil: new Date(now.getTime() + leaseMs) });
    return { ...tryOf(request, isRetry), id: request.id, claim };
  });
}

const mine = ({ id, claim }: Claim) => ({ id, claim, answeredAt: null });

/** Says that the try is alive. */
export async function prolongClaim(em: EntityManager, claim: Claim, now: Date): Promise<void> {
  await em.fork().nativeUpdate(KeyedRequest, mine(claim), { claimedUntil: new Date(now.getTime() + leaseMs) });
}

/** Keeps the answer of the try, unless another one has taken its place. */
export async function answerClaim(
  em: EntityManager,
  claim: Claim,
  { sealedAnswer, now }: { sealedAnswer: string | null; now: Date },
): Promise<void> {
  await em.fork().nativeUpdate(KeyedRequest, mine(claim), { answeredAt: now, sealedAnswer });
}

/**
 * Lets the next try follow at once; what this one began it will find. The claim itself ends: a word that the try is alive
 * may still be on its way, and would shut out the next one.
 */
export async function releaseClaim(em: EntityManager, claim: Claim, now: Date): Promise<void> {
  await em.fork().nativeUpdate(KeyedRequest, mine(claim), { claim: null, claimedUntil: now });
}
