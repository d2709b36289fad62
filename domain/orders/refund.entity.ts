import { defineEntity, p } from '@mikro-orm/core';
import { identity } from '#domain/shared/columns.ts';
import { Order } from './order.entity.ts';
import { refundMachine, type RefundEvent } from './refund.machine.ts';

/** `late`: the money came when the order was CANCELED already; all of it goes back by itself, once. */
const refundKinds = ['licence', 'late'] as const;

const late = `create unique index "refund_late" on "refund" ("order_id") where "kind" = 'late'`;

const RefundSchema = defineEntity({
  name: 'Refund',
  indexes: [
    { properties: ['order', 'createdAt'] },
    { properties: ['status', 'createdAt', 'id'] },
    { name: 'refund_late', expression: late },
  ],
  checks: [
    { name: 'refund_fen_check', expression: 'fen > 0' },
    { name: 'refund_two_people_check', expression: 'confirmed_by is null or confirmed_by <> requested_by' },
  ],
  properties: {
    /** Also the provider's name for it (`out_request_no`). */
    ...identity,
    order: () => p.manyToOne(Order).ref(),
    kind: p.enum(refundKinds),
    /** Ids of the certificates that are given back. */
    certificates: p
      .array()
      .columnType('uuid[]')
      .onCreate(() => []),
    fen: p.integer(),
    reason: p.string().length(200),
    status: p.enum(refundMachine.states),
    /** uuid of the administrator, `temporal-ui:<sign>`, or `platform`. */
    requestedBy: p.string().length(64),
    confirmedBy: p.string().length(64).nullable(),
    /** Code of the provider's refusal. */
    blockedBy: p.string().length(100).nullable(),
    settledAt: p.datetime().nullable(),
    /** How often an operator has had it sent again. */
    retries: p.integer().default(0),
  },
});

/** Money that goes back to a buyer; only the process `order-payment` writes it. */
export class Refund extends RefundSchema.class {
  /** What a verdict is about: a proof of one says nothing of the next one. */
  matter(): string {
    return `refund:${this.id}:${this.retries}`;
  }

  /** Moves the refund along its life; the machine refuses what the life does not allow. */
  apply(event: RefundEvent): void {
    this.status = refundMachine.next(this.status, event);
  }
}
RefundSchema.setClass(Refund);
