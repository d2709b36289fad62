import { beginOnce, type Flows } from '#api/kernel/flows.ts';
import type { Order } from '#domain/orders/order.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { orderPayment, orderPaymentOf } from '#workflows/order-payment/contract.ts';

/** Asks the process of an order; one that has ended is begun again, because something is still to be done. */
export async function withOrderProcess<T>(
  flows: Flows,
  { id: orderId, buyer }: Order,
  ask: (workflowId: string) => Promise<T>,
): Promise<T> {
  try {
    return await ask(orderPaymentOf(orderId));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'not_running') throw error;
  }
  await beginOnce(flows, orderPayment, { orderId, buyerUuid: buyer.unwrap().uuid });
  return ask(orderPaymentOf(orderId));
}
