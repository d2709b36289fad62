import type { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Order } from './order.entity.ts';
import { Refund } from './refund.entity.ts';
import type { RefundState } from './refund.machine.ts';

/** Refunds for operators, the last first. */
export async function findRefunds(
  em: EntityManager,
  { order, status }: { order?: string | undefined; status?: RefundState | undefined },
  window: Window,
): Promise<Slice<Refund>> {
  const where = { ...(order && { order }), ...(status && { status }) };
  const [items, total] = await em.findAndCount(Refund, where, {
    orderBy: { createdAt: 'desc', id: 'desc' },
    ...window,
  });
  return { items, total };
}

/** Refuses `unknown_refund`. */
export async function findRefund(em: EntityManager, id: string): Promise<Refund> {
  const refund = await em.findOne(Refund, { id }, { populate: ['order.buyer'], refresh: true });
  if (!refund) throw new DomainError('not_found', 'unknown_refund');
  return refund;
}

/** Any order, for operators; refuses `unknown_order`. */
export async function findOrder(em: EntityManager, id: string): Promise<Order> {
  const order = await em.findOne(Order, { id }, { populate: ['buyer'] });
  if (!order) throw new DomainError('not_found', 'unknown_order');
  return order;
}
