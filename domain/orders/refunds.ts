import { LockMode, type EntityManager } from '@mikro-orm/core';
import { bookRefund, settleRefund } from '#domain/ledger/refunds.ts';
import { receivePayment, returnPayment } from '#domain/ledger/sales.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Fen } from '#domain/shared/money.ts';
import type { Certificate } from './certificate.entity.ts';
import type { Order } from './order.entity.ts';
import { refundableUntil, type Payment, type RefundSheet } from './order.plan.ts';
import { Refund } from './refund.entity.ts';
import { certificatesOf, lockOrder, saleItemOf } from './settle-order.ts';
import { tellOfRefund } from './tell-of-refund.ts';

export const sheetOf = ({ id, fen, status }: Refund): RefundSheet => ({ refundId: id, fen, status });

const overStates = ['DONE', 'REFUSED'] as const;

/** Refunds of an order that are not over. */
export const openRefunds = (em: EntityManager, order: string): Promise<Refund[]> =>
  em.find(Refund, { order, status: { $nin: overStates } }, { orderBy: { createdAt: 'asc' } });

/** What is to be given back: licences that count and that no other refund is about. */
async function choose(
  em: EntityManager,
  orderId: string,
  named: readonly string[] | undefined,
): Promise<Certificate[]> {
  const taken = (await openRefunds(em, orderId)).flatMap(({ certificates }) => certificates);
  const all = await certificatesOf(em, orderId);
  const free = all.filter(({ id, state }) => state === 'ISSUED' && !taken.includes(id));
  if (named?.some((id) => !all.some((one) => one.id === id)))
    throw new DomainError('invalid', 'invalid_value', 'a certificate of another order');
  const chosen = named ? free.filter(({ id }) => named.includes(id)) : free;
  if (chosen.length === 0 || (named && chosen.length < named.length))
    throw new DomainError('conflict', 'action_already_done', 'given back already');
  return chosen;
}

/** What is given back of an order, or is to be, on the word of one person alone. */
async function fenAskedAlone(em: EntityManager, order: string): Promise<Fen> {
  const refunds = await em.find(Refund, { order, kind: 'licence', status: { $ne: 'REFUSED' }, confirmedBy: null });
  return refunds.reduce((sum, { fen }) => sum + fen, 0);
}

/** The decision is made: the licences end, and the ledger owes the buyer. */
async function carry(em: EntityManager, refund: Refund, now: Date): Promise<void> {
  const orderId = refund.order.id;
  const items = (await certificatesOf(em, orderId)).filter(({ id }) => refund.certificates.includes(id));
  for (const one of items) one.invalidate(now);
  await bookRefund(em, { refundId: refund.id, orderId, at: now, items: items.map(saleItemOf) });
  await tellOfRefund(em, refund, items);
}

interface RefundTerms {
  confirmFen: Fen;
  refundDays: number;
  now: Date;
}

function requireRefundable({ status, paidAt }: Order, { refundDays, now }: RefundTerms): void {
  if (status !== 'FINISHED' || !paidAt) throw new DomainError('conflict', 'unsupported', 'not paid');
  if (now >= refundableUntil(paidAt, refundDays))
    throw new DomainError('conflict', 'unsupported', 'the time for refunds is over');
}

interface AskedRefund {
  orderId: string;
  refundId: string;
  certificates?: string[] | undefined;
  reason: string;
  by: string;
  /** Our own endpoint vouches for who asks. */
  isVouched: boolean;
}

/**
 * Records a refund of licences; the same id again is the same refund. What comes above `confirmFen`, together with what one
 * person alone has given back of the order before, waits for a second administrator, and may only be asked for at our own
 * endpoint, which knows who asks. Refuses `unsupported` what is not paid, or was more than `refundDays` ago.
 */
export async function addRefund(em: EntityManager, asked: AskedRefund, terms: RefundTerms): Promise<Refund> {
  const { orderId, refundId: id, reason, by: requestedBy } = asked;
  const order = await lockOrder(em, orderId);
  const known = await em.findOne(Refund, { id }, { populate: ['order'] });
  if (known?.order.id === orderId) return known;
  if (known) throw new DomainError('conflict', 'unsupported', 'a refund of another order');
  requireRefundable(order, terms);
  const chosen = await choose(em, orderId, asked.certificates);
  const fen = chosen.reduce((sum, { priceFen }) => sum + priceFen, 0);
  const needsTwo = (await fenAskedAlone(em, orderId)) + fen > terms.confirmFen;
  if (needsTwo && !asked.isVouched)
    throw new DomainError('forbidden', 'wrong_role', 'a sum for two administrators is asked for at the endpoint');
  const certificates = chosen.map((one) => one.id);
  const status = needsTwo ? 'WAITING' : 'SENDING';
  const refund = em.create(Refund, { id, order, kind: 'licence', certificates, fen, reason, status, requestedBy });
  await em.flush();
  if (!needsTwo) await carry(em, refund, terms.now);
  return refund;
}

export async function lockRefund(em: EntityManager, orderId: string, id: string): Promise<Refund> {
  await lockOrder(em, orderId);
  const refund = await em.findOne(
    Refund,
    { id, order: orderId },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (!refund) throw new DomainError('not_found', 'unknown_refund');
  return refund;
}

interface Decided {
  verdict: 'confirm' | 'refuse' | 'retry';
  by: string;
  /** Our own endpoint vouches for who decides. */
  isVouched: boolean;
  now: Date;
}

/** A second administrator confirms or refuses a locked refund, or an operator has a blocked one sent again; refuses `same_person`. */
export async function decideRefund(
  em: EntityManager,
  refund: Refund,
  { verdict, by, isVouched, now }: Decided,
): Promise<void> {
  if (verdict === 'confirm' && !isVouched)
    throw new DomainError('forbidden', 'wrong_role', 'a second administrator confirms at the endpoint');
  if (verdict === 'confirm' && refund.requestedBy === by) throw new DomainError('forbidden', 'same_person');
  if (verdict === 'confirm' && refund.confirmedBy === by) return;
  refund.apply(verdict);
  if (verdict === 'retry') {
    refund.blockedBy = null;
    refund.retries += 1;
  }
  if (verdict === 'refuse') refund.settledAt = now;
  if (verdict === 'confirm') {
    refund.confirmedBy = by;
    await carry(em, refund, now);
  }
}

/** Money that came for an order that takes none: booked, and to be given back in full; once an order. */
export async function addLateRefund(
  em: EntityManager,
  { orderId, refundId: id, payment }: { orderId: string; refundId: string; payment: Payment },
): Promise<Refund> {
  const order = await lockOrder(em, orderId);
  const known = await em.findOne(Refund, { order: orderId, kind: 'late' });
  if (known) return known;
  const { fen, paidAt } = payment;
  await receivePayment(em, { orderId, fen, at: new Date(paidAt) });
  const [status, requestedBy, reason] = ['SENDING', 'platform', 'paid when the order was over'] as const;
  return em.create(Refund, { id, order, kind: 'late', fen, reason, status, requestedBy });
}

/** The provider is known to have paid back; asked again, nothing more. */
export async function finishRefund(em: EntityManager, orderId: string, refundId: string, now: Date): Promise<Refund> {
  const refund = await lockRefund(em, orderId, refundId);
  if (refund.status === 'DONE') return refund;
  const { fen, kind } = refund;
  refund.apply('finish');
  refund.settledAt = now;
  await (kind === 'late' ? returnPayment(em, { orderId, fen, at: now }) : settleRefund(em, { refundId, fen, at: now }));
  if (kind === 'late') await tellOfRefund(em, refund, []);
  return refund;
}

/** The provider has refused; asked again, nothing more. */
export async function blockRefund(em: EntityManager, orderId: string, refundId: string, code: string): Promise<Refund> {
  const refund = await lockRefund(em, orderId, refundId);
  if (refund.status !== 'SENDING') return refund;
  refund.apply('block');
  refund.blockedBy = code.slice(0, 100);
  return refund;
}
