import type { EntityManager } from '@mikro-orm/core';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { findWork } from './find-works.ts';
import { Work } from './work.entity.ts';

/** Recommends a work; asked again, the time stays. Refuses `unknown_work`. */
export async function starWork(em: EntityManager, id: string, now: Date): Promise<void> {
  const work = await findWork(em, id);
  work.starredAt ??= now;
}

/** Recommends a work no longer; refuses `unknown_work`. */
export async function unstarWork(em: EntityManager, id: string): Promise<void> {
  const work = await findWork(em, id);
  work.starredAt = null;
}

/** Recommended works that are on the shelf, the last one first. */
export async function findStarred(em: EntityManager, window: Window): Promise<Slice<Work>> {
  const where = { status: 'ONLINE', starredAt: { $ne: null } } as const;
  const order = { starredAt: 'desc', id: 'desc' } as const;
  const [items, total] = await em.findAndCount(Work, where, { orderBy: order, populate: ['producer'], ...window });
  return { items, total };
}
