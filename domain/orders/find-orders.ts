import type { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { asAskedFor, Certificate } from './certificate.entity.ts';
import { Order } from './order.entity.ts';
import type { OrderState } from './order.machine.ts';

/** An order with everything that its buyer sees. */
export interface OrderSheet {
  order: Order;
  certificates: Certificate[];
}

async function withCertificates(em: EntityManager, orders: Order[]): Promise<OrderSheet[]> {
  const where = { order: { $in: orders.map(({ id }) => id) } };
  const options = { populate: ['work'], orderBy: asAskedFor } as const;
  const all = orders.length > 0 ? await em.find(Certificate, where, options) : [];
  return orders.map((order) => ({ order, certificates: all.filter((one) => one.order.id === order.id) }));
}

/** Somebody's orders, the last first; all of them where no status is asked for. */
export async function findOrders(
  em: EntityManager,
  { buyer, status }: { buyer: number; status: OrderState | undefined },
  window: Window,
): Promise<Slice<OrderSheet>> {
  const options = { orderBy: { createdAt: 'desc', id: 'desc' }, ...window } as const;
  const [orders, total] = await em.findAndCount(Order, { buyer, ...(status && { status }) }, options);
  return { items: await withCertificates(em, orders), total };
}

/** An order of somebody; refuses `unknown_order` where it is not theirs. */
export async function findOwnOrder(em: EntityManager, buyer: number, id: string): Promise<OrderSheet> {
  const order = await em.findOne(Order, { id, buyer }, { populate: ['buyer'] });
  const [sheet] = order ? await withCertificates(em, [order]) : [];
  if (!sheet) throw new DomainError('not_found', 'unknown_order');
  return sheet;
}
