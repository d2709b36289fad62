import type { EntityManager } from '@mikro-orm/core';
import { levelOf, type Level } from '#domain/catalog/level.plan.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { findWork } from './find-works.ts';
import { Work } from './work.entity.ts';

/** Recommends a work; asked again, the time stays. Answers the level before; refuses `unknown_work`. */
export async function starWork(em: EntityManager, id: string, now: Date): Promise<Level> {
  const work = await findWork(em, id);
  const before = levelOf(work);
  work.starredAt ??= now;
  return before;
}

/** Recommends a work no longer. Answers the level before; refuses `unknown_work`. */
export async function unstarWork(em: EntityManager, id: string): Promise<Level> {
  const work = await findWork(em, id);
  const before = levelOf(work);
  work.starredAt = null;
  return before;
}

/** Recommended works that are on the shelf, the last one first. */
export async function findStarred(em: EntityManager, window: Window): Promise<Slice<Work>> {
  const where = { status: 'ONLINE', starredAt: { $ne: null } } as const;
  const order = { starredAt: 'desc', id: 'desc' } as const;
  const [items, total] = await em.findAndCount(Work, where, { orderBy: order, populate: ['producer'], ...window });
  return { items, total };
}
