import type { Fen } from '#domain/shared/money.ts';
import type { OrderState } from './order.machine.ts';
import type { RefundState } from './refund.machine.ts';

/** Licences in one order, and items in one cart. */
export const mostItems = 50;

/** One licence that is asked for. */
export interface WishedLicence {
  workUuid: string;
  purpose: string;
  detail: string;
}

/** An order as its buyer asks for it; everything personal is sealed. */
export interface OrderWish {
  mode: 'COMPANY' | 'PERSONAL';
  /** Name, phone, company and address (`buyer-data.ts`). */
  sealed: string;
  works: WishedLicence[];
}

/** Begins the process of an order; without a wish it takes up an order whose process has ended. */
export interface OrderRequest {
  orderId: string;
  buyerUuid: string;
  wish?: OrderWish;
}

/** A refund as its process knows it. */
export interface RefundSheet {
  refundId: string;
  fen: Fen;
  status: RefundState;
}

/** What the process of an order goes by. */
export interface OrderTerms {
  number: string;
  totalFen: Fen;
  subject: string;
  status: OrderState;
  /** ISO 8601. */
  expiresAt: string;
  paidAt?: string;
  refundDays: number;
  /** Refunds that are not over. */
  refunds: RefundSheet[];
}

/** What the provider was found to have taken. */
export interface Payment {
  tradeNumber: string;
  fen: Fen;
  paidAt: string;
}

const dayMs = 24 * 3600_000;

/** Until when an order that was paid then can be given back. */
export const refundableUntil = (paidAt: Date, refundDays: number): Date =>
  new Date(paidAt.getTime() + refundDays * dayMs);

/** How a purchase came to nothing. */
export type VainEvent = 'cancel' | 'expire';

/** The provider's name for the trade of an order (`out_trade_no`). */
export const tradeNumberOf = (orderId: string): string => orderId.replaceAll('-', '');

/** The order of a trade; undefined where the number can be none of ours. */
export function orderIdOf(tradeNumber: string): string | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(tradeNumber);
  return parts?.slice(1).join('-');
}
