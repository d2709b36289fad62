import { LockMode, type EntityManager } from '@mikro-orm/core';
import { tell } from '#domain/accounts/messages.ts';
import { signCertificate } from '#domain/certificates/sign-certificate.ts';
import { creditSale } from '#domain/ledger/sales.ts';
import type { Signer } from '#domain/ports/signer.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { CartItem } from './cart-item.entity.ts';
import { asAskedFor, Certificate } from './certificate.entity.ts';
import { Order } from './order.entity.ts';
import type { Payment, VainEvent } from './order.plan.ts';

/** The order, held until the transaction ends: whoever settles it comes one after the other. */
export async function lockOrder(em: EntityManager, id: string): Promise<Order> {
  const order = await em.findOne(Order, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!order) throw new DomainError('not_found', 'unknown_order');
  // Apart: a join would lock the account too, and whoever sells to each other would wait for each other.
  await em.populate(order, ['buyer']);
  return order;
}

/** Certificates of an order in the order they were asked for, with their sellers. */
export const certificatesOf = (em: EntityManager, order: string): Promise<Certificate[]> =>
  em.find(Certificate, { order }, { orderBy: asAskedFor, populate: ['seller'] });

/** How the ledger knows a certificate. */
export const saleItemOf = ({ id, seller, priceFen, incomeFen }: Certificate) => ({
  certificateId: id,
  sellerUuid: seller.unwrap().uuid,
  priceFen,
  incomeFen,
});

const name = (key: string) => ({ title: key, content: key });

async function tellOfSale(em: EntityManager, order: Order, certificates: readonly Certificate[]): Promise<void> {
  const args = { order: order.id };
  await tell(em, order.buyer.unwrap(), { eventKey: `order:${order.id}:paid`, ...name('SUCCESS_TO_ORDER'), args });
  for (const one of certificates) {
    const note = { eventKey: `certificate:${one.id}:sold`, ...name('SUCCESS_TO_SALE') };
    await tell(em, one.seller.unwrap(), { ...note, args: { certificate: one.id, work_name: one.workName } });
  }
}

/**
 * Records that an order was paid, all in the caller's transaction: order, certificates, income, messages, cart. Asked
 * again, nothing more. `late` where the order takes no money any more, or the sum is not the order's.
 */
export async function recordPaid(
  em: EntityManager,
  signer: Signer,
  id: string,
  payment: Payment,
): Promise<'paid' | 'late'> {
  const order = await lockOrder(em, id);
  if (order.status === 'FINISHED') return order.paymentNumber === payment.tradeNumber ? 'paid' : 'late';
  if (order.status === 'CANCELED' || order.totalFen !== payment.fen) return 'late';
  const at = new Date(payment.paidAt);
  order.apply('pay');
  Object.assign(order, { paidAt: at, paymentMethod: 'alipay', paymentNumber: payment.tradeNumber });
  const certificates = await certificatesOf(em, id);
  for (const one of certificates) {
    one.issue(at);
    one.signature = signCertificate(signer, one);
  }
  await creditSale(em, { orderId: id, at, items: certificates.map(saleItemOf) });
  await tellOfSale(em, order, certificates);
  for (const { work, purpose, detail } of certificates)
    await em.nativeDelete(CartItem, { buyer: order.buyer.id, work: work.id, purpose, detail });
  return 'paid';
}

/** Records that nobody will pay an order; asked again, nothing more. */
export async function recordVain(em: EntityManager, id: string, event: VainEvent, now: Date): Promise<void> {
  const order = await lockOrder(em, id);
  if (order.status !== 'UNFINISHED') return;
  order.apply(event);
  for (const one of await certificatesOf(em, id)) one.invalidate(now);
}
