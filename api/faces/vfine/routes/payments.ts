import { z } from 'zod';
import { keepNotice } from '#domain/orders/payment-notices.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { isStorable } from '#domain/shared/storable.ts';
import { hint } from '#workflows/order-payment/contract.ts';
import { vfine } from '../face.ts';
import { withOrderProcess } from '../order-process.ts';

export const paymentRoutes = [
  vfine.raw('POST /payments/alipay/notify', {
    summary: 'Alipay tells of a payment',
    description:
      'A form with the signature of Alipay (RSA2). Answers the seven characters `success` when it is kept, so that Alipay sends it no more; what is forged, or about nothing of ours, is answered `failure` and changes nothing. It is no proof of payment: the trade is queried.',
    ours: true,
    auth: 'none',
    signed: true,
    flows: true,
    type: 'text/plain',
    input: { body: z.record(z.string(), z.string().refine(isStorable)) },
    refuse: () => ({ status: 400, type: 'text/plain', body: 'failure' }),
    async handler({ em, body, flows, ports: { payments, clock } }) {
      const notification = payments.readNotification(body);
      const order = notification && (await keepNotice(em, notification, clock.now()));
      if (!order) throw new DomainError('invalid', 'invalid_value', 'forged');
      // Also what was seen before: the process may have missed it. Paid orders have nothing left to learn.
      if (order.status !== 'FINISHED')
        await withOrderProcess(flows, order, (workflowId) => flows.signal(workflowId, hint));
      return { type: 'text/plain', body: 'success' };
    },
  }),
];
