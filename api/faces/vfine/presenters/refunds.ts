import { z } from 'zod';
import type { Refund } from '#domain/orders/refund.entity.ts';
import { refundMachine } from '#domain/orders/refund.machine.ts';
import { yuanOf } from '#domain/shared/money.ts';
import { presentTime } from './time.ts';

export const RefundView = z.object({
  uuid: z.uuid(),
  order: z.uuid(),
  kind: z.string().meta({ description: 'licence: asked for; late: the money came when the order was over' }),
  status: z.enum(refundMachine.states),
  money: z.string().meta({ example: '500.00' }),
  certificates: z.array(z.uuid()),
  reason: z.string(),
  requested_by: z.string(),
  confirmed_by: z.string().nullable(),
  blocked_by: z.string().nullable().meta({ description: "the provider's code" }),
  created_at: z.iso.datetime(),
  settled_at: z.iso.datetime().nullable(),
});

/** A refund as operators see it. */
export const presentRefund = (refund: Refund): z.input<typeof RefundView> => ({
  uuid: refund.id,
  order: refund.order.id,
  kind: refund.kind,
  status: refund.status,
  money: yuanOf(refund.fen),
  certificates: refund.certificates,
  reason: refund.reason,
  requested_by: refund.requestedBy,
  confirmed_by: refund.confirmedBy ?? null,
  blocked_by: refund.blockedBy ?? null,
  created_at: presentTime(refund.createdAt),
  settled_at: refund.settledAt ? presentTime(refund.settledAt) : null,
});
