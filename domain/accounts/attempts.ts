import type { EntityManager } from '@mikro-orm/core';
import type { Secrets } from '#domain/ports/secrets.ts';
import { lockName } from '#domain/shared/advisory-lock.ts';
import { Attempt } from './attempt.entity.ts';

/** What is counted: a name for the thing and who or where, e.g. `login` of an account. Stored as a digest only. */
export interface Counter {
  name: string;
  of: string;
}

const bucketOf = (secrets: Secrets, { name, of }: Counter): string => secrets.digest(`attempt:${name}`, of);

const within = (bucket: string, seconds: number) => ({ bucket, at: { $gt: new Date(Date.now() - seconds * 1000) } });

/** Tries within the last seconds. */
export async function countAttempts(
  em: EntityManager,
  secrets: Secrets,
  counter: Counter,
  seconds: number,
): Promise<number> {
  return em.fork().count(Attempt, within(bucketOf(secrets, counter), seconds));
}

/** Counts one try at once, also where the request that made it is refused: hence a connection of its own. */
export async function recordAttempt(em: EntityManager, secrets: Secrets, counter: Counter): Promise<void> {
  await em.fork().insert(Attempt, { bucket: bucketOf(secrets, counter), at: new Date() });
}

/** Counts one try unless so many were counted within the last seconds; false where they were, however many come at once. */
export function recordBelow(
  em: EntityManager,
  secrets: Secrets,
  counter: Counter,
  { most, seconds }: { most: number; seconds: number },
): Promise<boolean> {
  const bucket = bucketOf(secrets, counter);
  return em.fork().transactional(async (unit) => {
    await lockName(unit, 'pg_advisory_xact_lock', bucket);
    if ((await unit.count(Attempt, within(bucket, seconds))) >= most) return false;
    await unit.insert(Attempt, { bucket, at: new Date() });
    return true;
  });
}
