import type { EntityManager } from '@mikro-orm/core';
import type { Secrets } from '#domain/ports/secrets.ts';
import { Attempt } from './attempt.entity.ts';

/** What is counted: a name for the thing and who or where, e.g. `login` of an account. Stored as a digest only. */
export interface Counter {
  name: string;
  of: string;
}

const bucketOf = (secrets: Secrets, { name, of }: Counter): string => secrets.digest(`attempt:${name}`, of);

/** Tries within the last seconds. */
export async function countAttempts(
  em: EntityManager,
  secrets: Secrets,
  counter: Counter,
  seconds: number,
): Promise<number> {
  const since = new Date(Date.now() - seconds * 1000);
  return em.fork().count(Attempt, { bucket: bucketOf(secrets, counter), at: { $gt: since } });
}

/** Counts one try at once, also where the request that made it is refused: hence a connection of its own. */
export async function recordAttempt(em: EntityManager, secrets: Secrets, counter: Counter): Promise<void> {
  await em.fork().insert(Attempt, { bucket: bucketOf(secrets, counter), at: new Date() });
}
