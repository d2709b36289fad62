import { CancellationScope, condition, patched, sleep, uuid4 } from '@temporalio/workflow';
import type { OrderRecords } from '#activities/business/orders.ts';
import type { RefundRecords } from '#activities/business/refunds.ts';
import type { Payment, RefundSheet } from '#domain/orders/order.plan.ts';
import { readRefundVerdict, readRefundWish } from '#domain/orders/refund.plan.ts';
import { backOff } from '../kernel/back-off.ts';
import { business } from '../kernel/proxies.ts';
import { refuse } from '../kernel/refuse.ts';
import type { OrderLife } from './life.ts';
import { provider } from './provider.ts';

const { recordLatePayment } = business<OrderRecords>();
const { recordRefund, recordRefundVerdict, recordRefundDone, recordRefundBlocked } = business<RefundRecords>();

const pauses = () => backOff(1000, 10 * 60_000);
/** Whoever asks waits so long for the outcome. */
const patience = '5 seconds';

type Outcome = { state: 'done' } | { state: 'blocked'; code: string };

/** Refunds of one order: each is asked of the provider until it is known to have happened, always under its own number. */
export class Refunds {
  readonly #life: OrderLife;
  readonly #carried = new Set<string>();
  /** How often the provider has said what became of one. */
  #known = 0;

  constructor(life: OrderLife) {
    this.#life = life;
  }

  /** Some refund still waits for somebody. */
  get areOpen(): boolean {
    return [...this.#life.refunds.values()].some(({ status }) => status !== 'DONE' && status !== 'REFUSED');
  }

  /** Takes up what a former run of the process has left; the provider may have done it already. */
  takeUp(): void {
    for (const sheet of this.#life.refunds.values()) this.#carry(sheet, 'ask');
  }

  async request(input: unknown): Promise<RefundSheet> {
    const wish = refuse(() => readRefundWish(input));
    const refundId = wish.refundId ?? uuid4();
    const isKnown = this.#life.refunds.has(refundId);
    const sheet = await recordRefund({ orderId: this.#life.orderId, wish: { ...wish, refundId } });
    return this.#outcomeOf(sheet, isKnown ? 'ask' : 'send');
  }

  async decide(input: unknown): Promise<RefundSheet> {
    const verdict = refuse(() => readRefundVerdict(input));
    const sheet = await recordRefundVerdict({ orderId: this.#life.orderId, verdict });
    return this.#outcomeOf(sheet, 'ask');
  }

  /** Gives back in full what came for an order that takes no money any more. */
  async giveBack(payment: Payment): Promise<void> {
    const sheet = await recordLatePayment({ orderId: this.#life.orderId, refundId: uuid4(), payment });
    this.#life.put(sheet);
    this.#carry(sheet, 'ask');
    await this.settled();
  }

  settled(): Promise<void> {
    return condition(() => !this.areOpen);
  }

  async #outcomeOf(sheet: RefundSheet, first: 'ask' | 'send'): Promise<RefundSheet> {
    const { refundId } = sheet;
    if (!this.#carried.has(refundId)) this.#life.put(sheet);
    this.#carry(sheet, first);
    await condition(() => !this.#carried.has(refundId), patience);
    return this.#life.refunds.get(refundId) ?? sheet;
  }

  /** Sees one refund through, beside whatever else happens. */
  #carry(sheet: RefundSheet, first: 'ask' | 'send'): void {
    const { refundId, status } = sheet;
    if (status !== 'SENDING' || this.#carried.has(refundId)) return;
    this.#carried.add(refundId);
    void CancellationScope.nonCancellable(() => this.#seeThrough(sheet, first));
  }

  async #seeThrough({ refundId, fen }: RefundSheet, first: 'ask' | 'send'): Promise<void> {
    const { orderId } = this.#life;
    const outcome = await this.#untilKnown(refundId, fen, first);
    this.#known++;
    const sheet =
      outcome.state === 'done'
        ? await recordRefundDone({ orderId, refundId })
        : await recordRefundBlocked({ orderId, refundId, code: outcome.code });
    this.#life.put(sheet);
    this.#carried.delete(refundId);
  }

  /** Waits so many ms, or until the provider speaks again of another one. */
  async #rest(ms: number): Promise<void> {
    if (!patched('refunds-in-turn')) return sleep(ms);
    const before = this.#known;
    await condition(() => this.#known > before, ms);
  }

  /** What nobody knows is asked, and sent again only where the provider has never heard of it. */
  async #untilKnown(refundNumber: string, fen: number, first: 'ask' | 'send'): Promise<Outcome> {
    const { number } = this.#life.terms;
    let next = first;
    for (const pause = pauses(); ; await this.#rest(pause(this.#carried.size))) {
      if (next === 'ask') {
        const found = await provider.askRefund({ number, refundNumber });
        if (found.state === 'done') return found.fen === fen ? found : { state: 'blocked', code: 'another_sum' };
        if (found.state === 'unknown') continue;
      }
      const sent = await provider.refund({ number, refundNumber, fen });
      if (sent.state === 'done') return sent;
      if (sent.state === 'refused') return { state: 'blocked', code: sent.code };
      next = 'ask';
    }
  }
}
