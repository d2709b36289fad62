import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { identity } from '#domain/shared/columns.ts';
import { orderMachine, type OrderEvent } from './order.machine.ts';

export const orderModes = ['COMPANY', 'PERSONAL'] as const;

const OrderSchema = defineEntity({
  name: 'Order',
  tableName: 'licence_order', // `order` is a word of SQL
  indexes: [{ properties: ['buyer', 'createdAt', 'id'] }],
  checks: [
    { name: 'licence_order_total_check', expression: 'total_fen > 0' },
    { name: 'licence_order_paid_check', expression: `(status = 'FINISHED') = (paid_at is not null)` },
  ],
  properties: {
    ...identity,
    buyer: () => p.manyToOne(User).ref(),
    mode: p.enum(orderModes),
    /** Name, phone, company and address of the buyer; `buyer-data.ts` opens it. */
    sealed: p.text(),
    totalFen: p.integer(),
    status: p.enum(orderMachine.states).default('UNFINISHED'),
    /** Until when it may be paid. */
    expiresAt: p.datetime(),
    paidAt: p.datetime().nullable(),
    paymentMethod: p.string().length(20).nullable(),
    /** The provider's number of the payment. */
    paymentNumber: p.string().length(64).nullable().unique(),
  },
});

/** A purchase of licences, paid in one trade; only the process `order-payment` writes it. */
export class Order extends OrderSchema.class {
  /** Moves the order along its life; the machine refuses what the life does not allow. */
  apply(event: OrderEvent): void {
    this.status = orderMachine.next(this.status, event);
  }
}
OrderSchema.setClass(Order);
