import type { EntityManager } from '@mikro-orm/core';
import { tell } from '#domain/accounts/messages.ts';
import { yuanOf } from '#domain/shared/money.ts';
import type { Certificate } from './certificate.entity.ts';
import { Order } from './order.entity.ts';
import type { Refund } from './refund.entity.ts';

const note = (eventKey: string, key: string, args: Record<string, string>) => ({
  eventKey,
  title: key,
  content: key,
  args,
});

/** Tells the buyer that money comes back, and the sellers which licences end. */
export async function tellOfRefund(
  em: EntityManager,
  { id, fen, order: { id: orderId } }: Refund,
  items: readonly Certificate[],
): Promise<void> {
  const order = await em.findOneOrFail(Order, { id: orderId }, { populate: ['buyer'] });
  const args = { order: orderId, money: yuanOf(fen) };
  await tell(em, order.buyer.unwrap(), note(`refund:${id}`, 'REFUND_TO_ORDER', args));
  for (const one of items) {
    const of = { certificate: one.id, work_name: one.workName };
    await tell(em, one.seller.unwrap(), note(`certificate:${one.id}:refunded`, 'REFUND_TO_SALE', of));
  }
}
