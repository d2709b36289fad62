import type { EntityManager } from '@mikro-orm/core';
import { findMusician } from './find-musicians.ts';

/** Recommends a musician; asked again, the time stays. Refuses `unknown_account`. */
export async function starMusician(em: EntityManager, uuid: string, now: Date): Promise<void> {
  const musician = await findMusician(em, uuid);
  musician.starredAt ??= now;
}

/** Recommends a musician no longer; refuses `unknown_account`. */
export async function unstarMusician(em: EntityManager, uuid: string): Promise<void> {
  const musician = await findMusician(em, uuid);
  musician.starredAt = null;
}
