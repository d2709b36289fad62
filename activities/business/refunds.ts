import type { EntityManager, MikroORM } from '@mikro-orm/core';
import { activityInfo } from '@temporalio/activity';
import type { RefundSheet } from '#domain/orders/order.plan.ts';
import type { RefundVerdict, RefundWish } from '#domain/orders/refund.plan.ts';
import type { Refund } from '#domain/orders/refund.entity.ts';
import { addRefund, blockRefund, decideRefund, finishRefund, lockRefund, sheetOf } from '#domain/orders/refunds.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
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

/** Names a step: asked for once, decided by one activity. */
const keyOf = ({ refundId, action }: Pick<Step, 'refundId' | 'action'>): string =>
  `refund:${refundId}:${action === 'ask' ? action : `${action}:${ownRun().runId}:${activityInfo().activityId}`}`;

/** Writes who did what to a refund; a step that is repeated leaves one row. */
async function note(em: EntityManager, step: Step): Promise<void> {
  const { refundId, action, actor, before, after, requestId } = step;
  await recordAudit(em, {
    eventKey: keyOf(step),
    realm: 'vfine',
    actor,
    action: `refund.${action}`,
    subject: `refund:${refundId}`,
    ...(before && { before }),
    after,
    ...ownRun(),
    ...(requestId && { requestId }),
  });
}

interface Decision {
  orderId: string;
  verdict: RefundVerdict;
}

async function decide(em: EntityManager, { orderId, verdict: given }: Decision, deps: Deps): Promise<Refund> {
  const { refundId, verdict, requestId } = given;
  const refund = await lockRefund(em, orderId, refundId);
  if ((await em.count(Audit, { eventKey: keyOf({ refundId, action: verdict }) })) > 0) return refund;
  const [before, who] = [refund.status, whoActs(deps.secrets, refund.matter(), verdict, given)];
  await decideRefund(em, refund, { verdict, ...who, now: deps.clock.now() });
  await note(em, { refundId, action: verdict, actor: who.by, before, after: refund.status, requestId });
  return refund;
}

/** The only writer of `refund` rows. Each call is one transaction and may safely run twice. */
export const createRefundRecords = (deps: Deps) => ({
  recordRefund: ({
    orderId,
    wish,
  }: {
    orderId: string;
    wish: RefundWish & { refundId: string };
  }): Promise<RefundSheet> =>
    deps.orm.em.fork().transactional(async (em) => {
      const { refundId, certificates, reason, requestId } = wish;
      const who = whoActs(deps.secrets, `refund:${refundId}`, 'ask', wish);
      const { REFUND_CONFIRM_FEN: confirmFen, REFUND_DAYS: refundDays } = deps.settings;
      const given = { confirmFen, refundDays, now: deps.clock.now() };
      const refund = await addRefund(em, { orderId, refundId, certificates, reason, ...who }, given);
      await note(em, { refundId, action: 'ask', actor: who.by, after: refund.status, requestId });
      return sheetOf(refund);
    }),

  /** Refuses `same_person`, a confirmation that nobody vouches for (`wrong_role`), and what the refund's life does not allow. */
  recordRefundVerdict: (decision: Decision): Promise<RefundSheet> =>
    deps.orm.em.fork().transactional(async (em) => sheetOf(await decide(em, decision, deps))),

  recordRefundDone: ({ orderId, refundId }: { orderId: string; refundId: string }): Promise<RefundSheet> =>
    deps.orm.em
      .fork()
      .transactional(async (em) => sheetOf(await finishRefund(em, orderId, refundId, deps.clock.now()))),

  recordRefundBlocked: (refused: { orderId: string; refundId: string; code: string }): Promise<RefundSheet> =>
    deps.orm.em.fork().transactional(async (em) => {
      const { orderId, refundId, code } = refused;
      return sheetOf(await blockRefund(em, orderId, refundId, code));
    }),
});
export type RefundRecords = ReturnType<typeof createRefundRecords>;
