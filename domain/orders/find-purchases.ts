import type { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { PurchaseApplication } from './purchase.entity.ts';
import type { PurchaseState } from './purchase.machine.ts';

const populate = ['user', 'work'] as const;

/** Refuses `unknown_purchase`. */
export async function findPurchase(
  em: EntityManager,
  where: { id: number } | { uuid: string },
): Promise<PurchaseApplication> {
  const found = await em.findOne(PurchaseApplication, where, { populate, refresh: true });
  if (!found) throw new DomainError('not_found', 'unknown_purchase');
  return found;
}

/** Enquiries for operators, the longest waiting first. */
export async function findPurchases(
  em: EntityManager,
  status: PurchaseState | undefined,
  window: Window,
): Promise<Slice<PurchaseApplication>> {
  const options = { orderBy: { id: 'asc' }, populate, ...window } as const;
  const [items, total] = await em.findAndCount(PurchaseApplication, status ? { status } : {}, options);
  return { items, total };
}
