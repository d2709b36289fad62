import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  patched,
  workflowInfo,
} from '@temporalio/workflow';
import type { OrderRecords } from '#activities/business/orders.ts';
import type { TradeNews } from '#activities/io/payments.ts';
import { orderMachine, type OrderState } from '#domain/orders/order.machine.ts';
import type { OrderRequest, OrderTerms, Payment, RefundSheet, VainEvent } from '#domain/orders/order.plan.ts';
import { business } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';
import type { OrderStanding, PayOffer } from './contract.ts';
import { standingOf, type Stage } from './details.ts';
import { provider } from './provider.ts';

const { recordPayment, recordOrderEnd } = business<OrderRecords>();

const offerTries = 2;

export const refusal = (kind: 'conflict' | 'unavailable', code: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(code, code, kind);

/** The history has grown long, and nobody waits for an answer of this run. Older runs stay what they are to their end. */
export const isLong = (): boolean =>
  workflowInfo().continueAsNewSuggested && allHandlersFinished() && patched('continued-as-new');

/** State of one order, shown to operators whenever it changes. */
export class OrderLife {
  readonly #request: OrderRequest;
  readonly terms: OrderTerms;
  readonly refunds = new Map<string, RefundSheet>();
  #state: OrderState;
  #stage: Stage = 'PAYABLE';
  #until: Date | undefined;
  #heard = 'nothing yet';
  #isNudged: boolean;
  #isWarm = false;
  #isCancelAsked = false;

  constructor(request: OrderRequest, terms: OrderTerms) {
    this.#request = request;
    this.terms = terms;
    this.#state = terms.status;
    this.#isNudged = request.wish === undefined; // it is taken up: much may have happened
    for (const one of terms.refunds) this.refunds.set(one.refundId, one);
  }

  get orderId(): string {
    return this.#request.orderId;
  }

  get state(): OrderState {
    return this.#state;
  }

  get isCancelAsked(): boolean {
    return this.#isCancelAsked;
  }

  get expiresAt(): number {
    return new Date(this.terms.expiresAt).getTime();
  }

  /** Every fen has gone back. */
  get isGivenBack(): boolean {
    const done = [...this.refunds.values()].filter(({ status }) => status === 'DONE');
    return done.reduce((sum, { fen }) => sum + fen, 0) >= this.terms.totalFen;
  }

  standing(): OrderStanding {
    return { state: this.#state, stage: this.#stage, refunds: [...this.refunds.values()] };
  }

  enter(stage: Stage, until?: Date): void {
    this.#stage = stage;
    this.#until = until;
    this.show();
  }

  /** A refund has moved. */
  put(sheet: RefundSheet): void {
    this.refunds.set(sheet.refundId, sheet);
    this.show();
  }

  show(): void {
    const { orderId, terms } = this;
    const refunds = [...this.refunds.values()];
    show(standingOf({ orderId, terms, stage: this.#stage, until: this.#until, refunds, heard: this.#heard }));
  }

  /** Something may have happened. */
  nudge(): void {
    this.#isNudged = true;
  }

  /**
   * Waits so many ms, or until something may have happened. `warm`: the buyer looks at the means to pay, so that the
   * provider is asked more often again.
   */
  async rest(ms: number): Promise<'over' | 'nudged' | 'warm'> {
    await condition(() => this.#isNudged || this.#isWarm, Math.max(ms, 1));
    const why = this.#isNudged ? 'nudged' : this.#isWarm ? 'warm' : 'over';
    this.#isNudged = false;
    this.#isWarm = false;
    return why;
  }

  /** Asks the provider what has become of the trade. */
  async ask(): Promise<TradeNews> {
    const news = await provider.ask(this.terms.number);
    const heard = news.state === 'unknown' ? `nothing certain (${news.reason})` : news.state;
    if (heard !== this.#heard) {
      this.#heard = heard;
      this.show();
    }
    return news;
  }

  /** Records the payment; false where the order does not take it. */
  async take(payment: Payment): Promise<boolean> {
    if ((await recordPayment({ orderId: this.orderId, payment })) === 'late') return false;
    this.#state = orderMachine.next(this.#state, 'pay');
    return true;
  }

  async end(event: VainEvent): Promise<void> {
    await recordOrderEnd({ orderId: this.orderId, event });
    this.#state = orderMachine.next(this.#state, event);
  }

  /** Goes on in a new run where this one has grown long; the new one takes up the order as it is recorded. */
  async renew(): Promise<void> {
    const { orderId, buyerUuid } = this.#request;
    if (isLong()) await continueAsNew<(request: OrderRequest) => Promise<OrderState>>({ orderId, buyerUuid });
  }

  /** Refuses what is asked of an order that is over. */
  requireOpen(whenPaid: 'unsupported' | 'action_already_done'): void {
    if (this.#state === 'FINISHED') throw refusal('conflict', whenPaid);
    if (this.#state === 'CANCELED' || this.#isCancelAsked) throw refusal('conflict', 'action_already_done');
  }

  /** Shows the buyer how to pay. */
  async offer(): Promise<PayOffer> {
    const { number, totalFen: fen, subject, expiresAt } = this.terms;
    for (let tries = 1; ; tries++) {
      const opened = await provider.open({ number, fen, subject, expiresAt });
      this.requireOpen('action_already_done');
      this.#isWarm = true;
      if (opened.state === 'open') return { payUrl: opened.payUrl, qrCode: opened.qrCode };
      if (opened.state === 'refused') this.nudge(); // paid or closed, perhaps
      if (opened.state === 'refused' || tries === offerTries) throw refusal('unavailable', 'upstream_error');
    }
  }

  /** Answers when it is known whether the buyer was faster. */
  async cancel(): Promise<OrderState> {
    this.#isCancelAsked = true;
    this.nudge();
    await condition(() => this.#state !== 'UNFINISHED');
    if (this.#state === 'FINISHED') throw refusal('conflict', 'unsupported');
    return this.#state;
  }
}
