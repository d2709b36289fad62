import { z } from 'zod';
import type { PurchaseApplication } from '#domain/orders/purchase.entity.ts';
import { purchaseMachine } from '#domain/orders/purchase.machine.ts';
import { chinaDayOf } from '#domain/payouts/china-day.plan.ts';

export const PurchaseView = z.object({
  id: z.int(),
  remark: z.string(),
  date: z.iso.date(),
  status: z.enum(purchaseMachine.states),
  user: z.uuid(),
  work: z.uuid(),
});

export const presentPurchase = (one: PurchaseApplication): z.input<typeof PurchaseView> => ({
  id: one.id,
  remark: one.remark,
  date: chinaDayOf(one.createdAt),
  status: one.status,
  user: one.user.unwrap().uuid,
  work: one.work.id,
});
