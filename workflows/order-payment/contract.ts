import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { OrderState } from '#domain/orders/order.machine.ts';
import type { OrderRequest, RefundSheet } from '#domain/orders/order.plan.ts';
import { flow } from '../kernel/flow.ts';

export const orderPaymentOf = (orderId: string): string => `order-payment:${orderId}`;

/** Begun with the order, and begun again without a wish where it has ended and something is still to be done. */
export const orderPayment = flow<OrderRequest, OrderState>({
  type: 'orderPayment',
  queue: 'business',
  id: ({ orderId }) => orderPaymentOf(orderId),
  realm: () => 'vfine',
  summary: ({ orderId }) => `Order ${orderId} of licences`,
});

/** How the buyer can pay: a page, and a code to scan. */
export interface PayOffer {
  payUrl: string;
  qrCode: string;
}

/** Opens the trade, or the same one again; refuses `action_already_done` where the order is over, `upstream_error`. */
export const pay = defineUpdate<PayOffer>('pay');
/** Refuses `unsupported` where it is paid, `action_already_done` where it is over. */
export const cancelOrder = defineUpdate<OrderState>('cancelOrder');
/** Something may have happened: the provider is asked at once. It proves nothing and may come from anybody. */
export const hint = defineSignal('hint');
/** Gives licences back (`RefundWish`); what arrives is checked, whatever it is. */
export const refund = defineUpdate<RefundSheet, [wish: unknown]>('refund');
/** Confirms, refuses or sends again (`RefundVerdict`). */
export const decideRefund = defineUpdate<RefundSheet, [verdict: unknown]>('decideRefund');

/** What the process knows of itself. */
export interface OrderStanding {
  state: OrderState;
  stage: string;
  refunds: RefundSheet[];
}
export const orderStanding = defineQuery<OrderStanding>('orderStanding');
