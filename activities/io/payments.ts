import type { Payment } from '#domain/orders/order.plan.ts';
import type { Payments } from '#domain/ports/payments.ts';

/** How the provider is asked for a trade; the moment as ISO 8601, as payloads carry it. */
export interface TradeOrder {
  number: string;
  fen: number;
  subject: string;
  expiresAt: string;
}

/** What the provider says of a trade. */
export type TradeNews =
  | { state: 'absent' | 'waiting' | 'closed' }
  | { state: 'paid'; payment: Payment }
  | { state: 'unknown'; reason: string };

interface RefundOrder {
  number: string;
  refundNumber: string;
  fen: number;
}

/** Calls of the payment provider. Each answers what is known; none throws because something is not. */
export const createPaymentCalls = ({ payments }: { payments: Payments }) => ({
  openTrade: ({ expiresAt, ...trade }: TradeOrder): ReturnType<Payments['openTrade']> =>
    payments.openTrade({ ...trade, expiresAt: new Date(expiresAt) }),

  async askTrade({ number }: { number: string }): Promise<TradeNews> {
    const facts = await payments.queryTrade(number);
    if (facts.state !== 'paid') return facts;
    const { tradeNumber, fen, paidAt } = facts;
    return { state: 'paid', payment: { tradeNumber, fen, paidAt: paidAt.toISOString() } };
  },

  closeTrade: ({ number }: { number: string }): ReturnType<Payments['closeTrade']> => payments.closeTrade(number),

  /** The reason that an administrator wrote stays with us. */
  sendRefund: (refund: RefundOrder): ReturnType<Payments['refund']> =>
    payments.refund({ ...refund, reason: '授权退款' }),

  askRefund: (refund: Omit<RefundOrder, 'fen'>): ReturnType<Payments['queryRefund']> => payments.queryRefund(refund),
});
export type PaymentCalls = ReturnType<typeof createPaymentCalls>;
