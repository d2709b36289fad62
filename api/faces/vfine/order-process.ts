import { askOrBegin, type Flows } from '#api/kernel/flows.ts';
import type { Order } from '#domain/orders/order.entity.ts';
import { orderPayment } from '#workflows/order-payment/contract.ts';

/** Asks the process of an order; one that has ended is begun again, because something is still to be done. */
export const withOrderProcess = <T>(
  flows: Flows,
  { id: orderId, buyer }: Order,
  ask: (workflowId: string) => Promise<T>,
): Promise<T> => askOrBegin(flows, orderPayment, { orderId, buyerUuid: buyer.unwrap().uuid }, ask);
