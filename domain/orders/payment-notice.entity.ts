import { defineEntity, p } from '@mikro-orm/core';
import { Order } from './order.entity.ts';

const PaymentNoticeSchema = defineEntity({
  name: 'PaymentNotice',
  indexes: [{ properties: ['order'] }],
  properties: {
    /** The provider's `notify_id`, the same each time it sends the notification. */
    notifyId: p.string().length(128).primary(),
    order: () => p.manyToOne(Order).ref(),
    status: p.string().length(32),
    at: p.datetime(),
  },
});

/** A genuine notification of the provider; each is kept once. It proves nothing: the trade is queried. */
export class PaymentNotice extends PaymentNoticeSchema.class {}
PaymentNoticeSchema.setClass(PaymentNotice);
