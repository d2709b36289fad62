import type { EntityManager } from '@mikro-orm/core';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { RealName } from './real-name.entity.ts';

/** The newest request of an account, or null. */
export const findRealName = (em: EntityManager, userUuid: string): Promise<RealName | null> =>
  em.findOne(RealName, { user: { uuid: userUuid } }, { orderBy: { createdAt: 'desc' }, populate: ['user'] });

/** Requests that wait for a verdict, oldest first. */
export async function listWaitingRealNames(em: EntityManager, window: Window): Promise<Slice<RealName>> {
  const options = { orderBy: { createdAt: 'asc', id: 'asc' }, populate: ['user'], ...window } as const;
  const [items, total] = await em.findAndCount(RealName, { status: 'WAITING' }, options);
  return { items, total };
}
