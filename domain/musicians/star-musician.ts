import type { EntityManager } from '@mikro-orm/core';
import { levelOf, type Level } from '#domain/catalog/level.plan.ts';
import { findMusician } from './find-musicians.ts';

/** Recommends a musician; asked again, the time stays. Answers the level before; refuses `unknown_account`. */
export async function starMusician(em: EntityManager, uuid: string, now: Date): Promise<Level> {
  const musician = await findMusician(em, uuid);
  const before = levelOf(musician);
  musician.starredAt ??= now;
  return before;
}

/** Recommends a musician no longer. Answers the level before; refuses `unknown_account`. */
export async function unstarMusician(em: EntityManager, uuid: string): Promise<Level> {
  const musician = await findMusician(em, uuid);
  const before = levelOf(musician);
  musician.starredAt = null;
  return before;
}
