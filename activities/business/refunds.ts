import type { EntityManager, MikroORM } from '@mikro-orm/core';
import { activityInfo } from '@temporalio/activity';
import type { RefundSheet } from '#domain/orders/order.plan.ts';
import type { RefundVerdict, RefundWish } from '#domain/orders/refund.plan.ts';
import { addRefund, blockRefund, decideRefund, finishRefund, sheetOf } from '#domain/orders/refunds.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { whoActs } from '#domain/shared/vouching.ts';
import { ownRun } from '../kernel/own-run.ts';

interface Deps {
  orm: MikroORM;
  secrets: Secrets;
  clock: Clock;
  settings: { REFUND_CONFIRM_FEN: number; REFUND_DAYS: number };
}

interface Step {
  refundId: string;
  action: string;
  actor: string;
  before?: string;
  after: string;
  requestId?: string | undefined;
}

/** Writes who did what to a refund; a step that is repeated leaves one row. */
async function note(em: EntityManager, { refundId, action, actor, before, after, requestId }: Step): Promise<void> {
  const run = ownRun();
  const step = action === 'ask' ? action : `${action}:${run.runId}:${activityInfo().activityId}`; // asked for once
  await recordAudit(em, {
    eventKey: `refund:${refundId}:${step}`,
    realm: 'vfine',
    actor,
    action: `refund.${action}`,
    subject: `refund:${refundId}`,
    ...(before && { before }),
    after,
    ...run,
    ...(requestId && { requestId }),
  });
}

/** The only writer of `refund` rows. Each call is one transaction and may safely run twice. */
export const createRefundRecords = ({ orm, secrets, clock, settings }: Deps) => ({
  recordRefund: ({
    orderId,
    wish,
  }: {
    orderId: string;
    wish: RefundWish & { refundId: string };
  }): Promise<RefundSheet> =>
    orm.em.fork().transactional(async (em) => {
      const { refundId, certificates, reason, requestId } = wish;
      const who = whoActs(secrets, `refund:${refundId}`, 'ask', wish);
      const { REFUND_CONFIRM_FEN: confirmFen, REFUND_DAYS: refundDays } = settings;
      const given = { confirmFen, refundDays, now: clock.now() };
      const refund = await addRefund(em, { orderId, refundId, certificates, reason, ...who }, given);
      await note(em, { refundId, action: 'ask', actor: who.by, after: refund.status, requestId });
      return sheetOf(refund);
    }),

  /** Refuses `same_person`, a confirmation that nobody vouches for (`wrong_role`), and what the refund's life does not allow. */
  recordRefundVerdict: ({
    orderId,
    verdict: given,
  }: {
    orderId: string;
    verdict: RefundVerdict;
  }): Promise<RefundSheet> =>
    orm.em.fork().transactional(async (em) => {
      const { refundId, verdict, requestId } = given;
      const who = whoActs(secrets, `refund:${refundId}`, verdict, given);
      const { refund, before } = await decideRefund(em, { orderId, refundId, verdict, ...who, now: clock.now() });
      await note(em, { refundId, action: verdict, actor: who.by, before, after: refund.status, requestId });
      return sheetOf(refund);
    }),

  recordRefundDone: ({ orderId, refundId }: { orderId: string; refundId: string }): Promise<RefundSheet> =>
    orm.em.fork().transactional(async (em) => sheetOf(await finishRefund(em, orderId, refundId, clock.now()))),

  recordRefundBlocked: (refused: { orderId: string; refundId: string; code: string }): Promise<RefundSheet> =>
    orm.em.fork().transactional(async (em) => {
      const { orderId, refundId, code } = refused;
      return sheetOf(await blockRefund(em, orderId, refundId, code));
    }),
});
export type RefundRecords = ReturnType<typeof createRefundRecords>;
