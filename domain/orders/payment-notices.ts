import type { EntityManager } from '@mikro-orm/core';
import type { PaymentNotification } from '#domain/ports/payments.ts';
import { Order } from './order.entity.ts';
import { orderIdOf } from './order.plan.ts';
import { PaymentNotice } from './payment-notice.entity.ts';

/**
 * Keeps a genuine notification, once. Answers the order that it is about; undefined where there is none, or it costs
 * another sum: then nothing is kept, and it counts as forged.
 */
export async function keepNotice(
  em: EntityManager,
  { notifyId, number, status, fen }: PaymentNotification,
  now: Date,
): Promise<Order | undefined> {
  const id = orderIdOf(number);
  const order = id === undefined ? null : await em.findOne(Order, { id }, { populate: ['buyer'] });
  if (!order || order.totalFen !== fen) return undefined;
  const row = { notifyId, order: order.id, status, at: now };
  await em.upsert(PaymentNotice, row, { onConflictFields: ['notifyId'], onConflictAction: 'ignore' });
  return order;
}
