import type { EntityManager } from '@mikro-orm/core';
import type { Fen } from '#domain/shared/money.ts';
import { post } from './post.ts';
import { priceOf, refundLines, refundPaidLines, type SaleItem } from './postings.plan.ts';

interface Refund {
  refundId: string;
  orderId: string;
  at: Date;
  /** What of each licence is paid back, and what of that its seller gives. */
  items: readonly SaleItem[];
}

/** Books a refund that was decided: taken from sellers and commission. What a seller no longer has is owed from then on. */
export async function bookRefund(em: EntityManager, { refundId, orderId, at, items }: Refund): Promise<void> {
  if (priceOf(items) === 0) return;
  const [eventKey, subject] = [`refund:${refundId}:booked`, `order:${orderId}`];
  await post(em, { eventKey, kind: 'refund', subject, at, lines: refundLines(items) });
}

/** Books that a refund has left the provider. */
export async function settleRefund(
  em: EntityManager,
  { refundId, fen, at }: { refundId: string; fen: Fen; at: Date },
): Promise<void> {
  const [eventKey, subject] = [`refund:${refundId}:end`, `refund:${refundId}`];
  await post(em, { eventKey, kind: 'refund-paid', subject, at, lines: refundPaidLines(fen) });
}
