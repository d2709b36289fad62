import type { MikroORM } from '@mikro-orm/core';
import { Order } from '#domain/orders/order.entity.ts';
import {
  tradeNumberOf,
  type OrderRequest,
  type OrderTerms,
  type Payment,
  type RefundSheet,
  type VainEvent,
} from '#domain/orders/order.plan.ts';
import { placeOrder } from '#domain/orders/place-order.ts';
import { addLateRefund, openRefunds, sheetOf } from '#domain/orders/refunds.ts';
import { certificatesOf, recordPaid, recordVain } from '#domain/orders/settle-order.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { Signer } from '#domain/ports/signer.ts';

interface Deps {
  orm: MikroORM;
  secrets: Secrets;
  signer: Signer;
  clock: Clock;
  settings: { ORDER_HOURS: number; COMMISSION_PERCENT: number; REFUND_DAYS: number };
}

async function readTerms(orm: MikroORM, orderId: string, refundDays: number): Promise<OrderTerms> {
  const em = orm.em.fork();
  const { totalFen, status, expiresAt, paidAt } = await em.findOneOrFail(Order, orderId);
  const licences = (await certificatesOf(em, orderId)).length;
  return {
    number: tradeNumberOf(orderId),
    totalFen,
    subject: `音乐授权 ${licences} 件`,
    status,
    expiresAt: expiresAt.toISOString(),
    ...(paidAt && { paidAt: paidAt.toISOString() }),
    refundDays,
    refunds: (await openRefunds(em, orderId)).map(sheetOf),
  };
}

/** The only writer of `licence_order` and `certificate` rows. Each call is one transaction and may safely run twice. */
export const createOrderRecords = ({ orm, secrets, signer, clock, settings }: Deps) => ({
  /** Refuses what cannot be bought; answers what the order's process goes by. */
  async recordOrder(request: OrderRequest): Promise<OrderTerms> {
    const given = { secrets, terms: settings, now: clock.now() };
    await orm.em.fork().transactional((em) => placeOrder(em, request, given));
    return readTerms(orm, request.orderId, settings.REFUND_DAYS);
  },

  /** `late`: the order takes this money no more, and `recordLatePayment` is next. */
  recordPayment: ({ orderId, payment }: { orderId: string; payment: Payment }): Promise<'paid' | 'late'> =>
    orm.em.fork().transactional((em) => recordPaid(em, signer, orderId, payment)),

  recordOrderEnd: ({ orderId, event }: { orderId: string; event: VainEvent }): Promise<void> =>
    orm.em.fork().transactional((em) => recordVain(em, orderId, event, clock.now())),

  /** Books money that came too late, with the one refund that gives it back. */
  recordLatePayment: (late: { orderId: string; refundId: string; payment: Payment }): Promise<RefundSheet> =>
    orm.em.fork().transactional(async (em) => sheetOf(await addLateRefund(em, late))),
});
export type OrderRecords = ReturnType<typeof createOrderRecords>;
