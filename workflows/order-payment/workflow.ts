import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  patched,
  setHandler,
} from '@temporalio/workflow';
import type { OrderRecords } from '#activities/business/orders.ts';
import type { OrderState } from '#domain/orders/order.machine.ts';
import { refundableUntil, type OrderRequest, type Payment } from '#domain/orders/order.plan.ts';
import { requireRefundVerdict, requireRefundWish } from '#domain/orders/refund.plan.ts';
import { open } from '../kernel/opening.ts';
import { business } from '../kernel/proxies.ts';
import { refuse } from '../kernel/refuse.ts';
import { toTheEnd } from '../kernel/to-the-end.ts';
import { cancelOrder, decideRefund, hint, orderStanding, pay, refund } from './contract.ts';
import { isLong, OrderLife, refusal } from './life.ts';
import { awaitPayment, close, watch } from './payment.ts';
import { Refunds } from './refunds.ts';

const { recordOrder } = business<OrderRecords>();

/** A run that an operator has cancelled goes on, and is asked things, as long as something is open. */
const served = <T>(work: () => Promise<T>): Promise<T> => toTheEnd('asked-to-the-end', work);

function listen(life: OrderLife, refunds: Refunds): void {
  const requirePaid = (): void => {
    if (life.state !== 'FINISHED') throw refusal('conflict', 'unsupported');
  };
  setHandler(orderStanding, () => life.standing());
  setHandler(hint, () => life.nudge());
  setHandler(pay, () => served(() => life.offer()), { validator: () => life.requireOpen('action_already_done') });
  setHandler(cancelOrder, () => served(() => life.cancel()), { validator: () => life.requireOpen('unsupported') });
  setHandler(refund, (wish) => served(() => refunds.request(wish)), {
    validator: (wish) => requirePaid() ?? refuse(() => requireRefundWish(wish)),
  });
  setHandler(decideRefund, (verdict) => served(() => refunds.decide(verdict)), {
    validator: (verdict) => refuse(() => requireRefundVerdict(verdict)),
  });
}

/** Until the order is paid or over, and what it does not take is given back. */
async function settle(life: OrderLife, refunds: Refunds): Promise<void> {
  const late = await (life.state === 'CANCELED' ? watch(life) : awaitPayment(life));
  if (late) await refunds.giveBack(late);
}

/** Stays with a paid order as long as it may be given back. */
async function serveRefunds(life: OrderLife): Promise<void> {
  const until = refundableUntil(new Date(life.terms.paidAt ?? Date.now()), life.terms.refundDays);
  life.enter('REFUNDABLE', until);
  await condition(() => life.isGivenBack || isLong(), Math.max(until.getTime() - Date.now(), 1));
  if (!life.isGivenBack) await life.renew();
}

/** How a purchase that nobody waits for any more comes to its end. */
async function endOf(life: OrderLife): Promise<Payment | undefined> {
  if (life.state === 'UNFINISHED') return close(life, 'cancel');
  if (life.state === 'FINISHED' || !patched('late-after-cancel')) return undefined;
  life.nudge();
  return watch(life);
}

/** An operator has cancelled the run: purchase and refunds still come to a certain end. */
async function windUp(life: OrderLife, refunds: Refunds): Promise<void> {
  const late = await endOf(life);
  if (late) await refunds.giveBack(late);
  await condition(() => allHandlersFinished() && !refunds.areOpen);
}

/** Sees a purchase through: payment, expiry or cancel, then refunds. Answers how it ended. */
export async function orderPayment(request: OrderRequest): Promise<OrderState> {
  const terms = await open(() => CancellationScope.nonCancellable(() => recordOrder(request)));
  const life = new OrderLife(request, terms);
  const refunds = new Refunds(life);
  listen(life, refunds);
  refunds.takeUp();
  try {
    if (life.state !== 'FINISHED') await settle(life, refunds);
    if (life.state === 'FINISHED') await serveRefunds(life);
    await condition(() => allHandlersFinished() && !refunds.areOpen);
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => windUp(life, refunds));
    throw error;
  }
  life.enter(life.state === 'FINISHED' ? 'FINISHED' : 'CANCELED');
  return life.state;
}
