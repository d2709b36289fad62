import type { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { CartItem } from './cart-item.entity.ts';
import { requireForSale, requireTariff } from './for-sale.ts';
import { mostItems, type WishedLicence } from './order.plan.ts';

/** Puts a licence into somebody's cart, once however often it is asked. Refuses `cart_full`, and what is not for sale. */
export async function addToCart(em: EntityManager, buyer: number, wished: WishedLicence): Promise<CartItem> {
  const { purpose, detail } = requireTariff(wished.purpose, wished.detail);
  const work = await requireForSale(em, wished.workUuid, buyer);
  const where = { buyer, work: work.id, purpose, detail };
  const isKnown = (await em.count(CartItem, where)) > 0;
  if (!isKnown && (await em.count(CartItem, { buyer })) >= mostItems) throw new DomainError('conflict', 'cart_full');
  const now = new Date();
  const row = { ...where, createdAt: now, updatedAt: now };
  const onConflictFields = ['buyer', 'work', 'purpose', 'detail'] as const;
  await em.upsert(CartItem, row, { onConflictFields: [...onConflictFields], onConflictAction: 'ignore' });
  return em.findOneOrFail(CartItem, where, { populate: ['work.producer'] });
}

/** What lies in somebody's cart, the last first. */
export async function findCart(em: EntityManager, buyer: number, window: Window): Promise<Slice<CartItem>> {
  const options = { orderBy: { id: 'desc' }, populate: ['work.producer'], ...window } as const;
  const [items, total] = await em.findAndCount(CartItem, { buyer }, options);
  return { items, total };
}

/** Takes something out of somebody's own cart; refuses `unknown_cart_item`. */
export async function removeFromCart(em: EntityManager, buyer: number, id: number): Promise<void> {
  if ((await em.nativeDelete(CartItem, { id, buyer })) === 0) throw new DomainError('not_found', 'unknown_cart_item');
}
