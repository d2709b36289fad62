import type { EntityManager } from '@mikro-orm/core';
import type { Fen } from '#domain/shared/money.ts';
import { post } from './post.ts';
import { paymentLines, paymentReturnedLines, priceOf, saleLines, type SaleItem } from './postings.plan.ts';

interface OfOrder {
  orderId: string;
  at: Date;
}

/** Books that a buyer's money has arrived, before it is known whether the order still takes it; once an order. */
export async function receivePayment(em: EntityManager, { orderId, fen, at }: OfOrder & { fen: Fen }): Promise<void> {
  const eventKey = `order:${orderId}:payment`;
  await post(em, { eventKey, kind: 'payment', subject: `order:${orderId}`, at, lines: paymentLines(fen) });
}

/** Books that money which never became a sale (a closed order was paid all the same) went back to its buyer. */
export async function returnPayment(em: EntityManager, { orderId, fen, at }: OfOrder & { fen: Fen }): Promise<void> {
  const [eventKey, subject] = [`order:${orderId}:payment-returned`, `order:${orderId}`];
  await post(em, { eventKey, kind: 'payment-returned', subject, at, lines: paymentReturnedLines(fen) });
}

/** Books a paid order: the payment, and each seller's income and our commission. What costs nothing books nothing. */
export async function creditSale(
  em: EntityManager,
  { orderId, at, items }: OfOrder & { items: readonly SaleItem[] },
): Promise<void> {
  const fen = priceOf(items);
  if (fen === 0) return;
  await receivePayment(em, { orderId, fen, at });
  const [eventKey, subject] = [`order:${orderId}:sale`, `order:${orderId}`];
  await post(em, { eventKey, kind: 'sale', subject, at, lines: saleLines(items) });
}
