import { randomUUID } from 'node:crypto';
import type { TradeNews } from '#activities/io/payments.ts';
import type { OrderRequest, OrderTerms, Payment, RefundSheet } from '#domain/orders/order.plan.ts';
import type { RefundVerdict, RefundWish } from '#domain/orders/refund.plan.ts';
import {
  cancelOrder,
  decideRefund,
  hint,
  orderPayment,
  orderPaymentOf,
  orderStanding,
  pay,
  refund,
} from '#workflows/order-payment/contract.ts';
import type { Stories } from './story.ts';

type Stage = Omit<Stories, 'env'> & { env: Pick<Stories['env'], 'currentTimeMs'> };

/** How a call goes wrong, once: answered without effect, with effect, or not at all. */
type Trouble = 'before' | 'after';
type Call = 'open' | 'ask' | 'close' | 'refund' | 'askRefund';
const unknown = { state: 'unknown', reason: 'no_answer' } as const;

/** A provider that keeps one trade, as far as the process can see it. */
function stageBank(now: () => number, expiresAt: () => number) {
  const calls: string[] = [];
  const troubles = new Map<Call, Trouble[]>();
  const refunds = new Map<string, number>();
  let trade: 'absent' | 'waiting' | 'closed' | Payment = 'absent';
  let refusal: string | undefined;

  /** Notes the call, and lets it go wrong as it is laid ready. */
  function meet<T>(call: Call, effect: () => T): T | typeof unknown {
    calls.push(call);
    const trouble = troubles.get(call)?.shift();
    if (trouble === 'before') return unknown;
    const outcome = effect();
    return trouble === 'after' ? unknown : outcome;
  }

  return {
    calls,
    refunds,
    trouble: (call: Call, ...ones: Trouble[]) => void troubles.set(call, ones),
    refuseRefunds: (code: string | undefined) => void (refusal = code),
    /** The buyer comes to the cashier. */
    scan: () => void (trade = trade === 'absent' ? 'waiting' : trade),
    /** The buyer pays; false where it is too late. */
    pays(fen: number): boolean {
      if (trade === 'closed' || typeof trade === 'object' || now() >= expiresAt()) return false;
      trade = { tradeNumber: `t-${randomUUID()}`, fen, paidAt: new Date(now()).toISOString() };
      return true;
    },
    activities: {
      openTrade: async () => meet('open', () => ({ state: 'open' as const, payUrl: 'https://pay', qrCode: 'qr' })),
      askTrade: async (): Promise<TradeNews> =>
        meet('ask', (): TradeNews => {
          if (trade === 'waiting' && now() >= expiresAt()) trade = 'closed';
          return typeof trade === 'object' ? { state: 'paid', payment: trade } : { state: trade };
        }),
      closeTrade: async () =>
        meet('close', () => {
          if (trade === 'absent') return { state: 'absent' as const };
          if (trade !== 'waiting') return { state: 'not_closable' as const };
          trade = 'closed';
          return { state: 'closed' as const };
        }),
      sendRefund: async ({ refundNumber, fen }: { refundNumber: string; fen: number }) =>
        meet('refund', () => {
          if (refusal !== undefined) return { state: 'refused' as const, code: refusal };
          if (refunds.has(refundNumber)) return unknown;
          refunds.set(refundNumber, fen);
          return { state: 'done' as const };
        }),
      askRefund: async ({ refundNumber }: { refundNumber: string }) =>
        meet('askRefund', () => {
          const fen = refunds.get(refundNumber);
          return fen === undefined ? { state: 'absent' as const } : { state: 'done' as const, fen };
        }),
    },
  };
}

/** Records that keep what they were asked to write, and a life of refunds like the real one. */
function stageRecords(terms: () => OrderTerms) {
  const written: string[] = [];
  const sheets = new Map<string, RefundSheet>();
  const put = (sheet: RefundSheet): RefundSheet => {
    written.push(`refund ${sheet.status}`);
    sheets.set(sheet.refundId, sheet);
    return sheet;
  };
  const move = (refundId: string, status: RefundSheet['status']): RefundSheet =>
    put({ refundId, fen: sheets.get(refundId)?.fen ?? 0, status });
  let isLate = false;
  let late: RefundSheet | undefined;
  let meanwhile: (() => Promise<unknown>) | undefined;

  const activities = {
    recordOrder: async (_request: OrderRequest) => terms(),
    recordPayment: async ({ payment }: { payment: Payment }): Promise<'paid' | 'late'> => {
      if (isLate || payment.fen !== terms().totalFen) return 'late';
      written.push('paid');
      return 'paid';
    },
    recordOrderEnd: async ({ event }: { event: string }) => {
      isLate = true;
      written.push(event);
    },
    recordLatePayment: async ({ refundId, payment }: { refundId: string; payment: Payment }) => {
      late ??= put({ refundId, fen: payment.fen, status: 'SENDING' });
      const work = meanwhile;
      meanwhile = undefined;
      await work?.();
      return sheets.get(late.refundId) ?? late;
    },
    recordRefund: async ({ wish: { refundId } }: { wish: RefundWish & { refundId: string } }) =>
      sheets.get(refundId) ??
      put({ refundId, fen: 500_00, status: terms().totalFen > 1000_00 ? 'WAITING' : 'SENDING' }),
    recordRefundVerdict: async ({ verdict: { refundId, verdict } }: { verdict: RefundVerdict }) =>
      move(refundId, verdict === 'refuse' ? 'REFUSED' : 'SENDING'),
    recordRefundDone: async ({ refundId }: { refundId: string }) => move(refundId, 'DONE'),
    recordRefundBlocked: async ({ refundId }: { refundId: string }) => move(refundId, 'BLOCKED'),
  };
  return { written, activities, whileLate: (work: () => Promise<unknown>) => void (meanwhile = work) };
}

/** One order on the server where days pass at once, with a provider and records of the test's own. */
export function castOrder(stories: Stage, more: Partial<OrderTerms> = {}) {
  let clock = Date.now();
  const sync = async () => void (clock = await stories.env.currentTimeMs());
  const orderId = randomUUID();
  const request: OrderRequest = {
    orderId,
    buyerUuid: randomUUID(),
    ...(!more.status && { wish: { mode: 'PERSONAL', sealed: 'sealed', works: [] } }),
  };
  let expiresAt = 0;
  const terms = (): OrderTerms => {
    expiresAt ||= clock + 24 * 3600_000;
    return {
      number: orderId.replaceAll('-', ''),
      totalFen: 500_00,
      subject: '音乐授权 1 件',
      status: 'UNFINISHED',
      expiresAt: new Date(expiresAt).toISOString(),
      refundDays: 30,
      refunds: [],
      ...more,
    };
  };
  const bank = stageBank(
    () => clock,
    () => expiresAt,
  );
  const records = stageRecords(terms);
  const id = orderPaymentOf(orderId);
  const { flows, client } = stories;
  // The provider lives at the time of the server, not of the machine.
  const timed = Object.fromEntries(
    Object.entries(bank.activities).map(([name, call]) => [
      name,
      async (given: never) => {
        await sync();
        return (call as (given: never) => unknown)(given);
      },
    ]),
  );
  return {
    id,
    orderId,
    bank,
    written: records.written,
    /** Happens while late money is written down, before the process hears of it; once. */
    whileLate: records.whileLate,
    begin: async () => {
      await sync();
      await flows.begin(orderPayment, request);
    },
    /** At the time that it is for the server now. */
    pays: async (fen = 500_00) => {
      await sync();
      return bank.pays(fen);
    },
    pay: () => flows.update(id, pay),
    hint: () => flows.signal(id, hint),
    cancel: () => flows.update(id, cancelOrder),
    refund: (wish: unknown) => flows.update(id, refund, wish),
    decide: (verdict: unknown) => flows.update(id, decideRefund, verdict),
    standing: () => flows.query(id, orderStanding),
    details: () => stories.detailsOf(id),
    handle: client.workflow.getHandle(id),
    result: () => client.workflow.getHandle(id).result(),
    play: <T>(story: () => Promise<T>): Promise<T> => stories.tell({ business: records.activities, io: timed }, story),
  };
}
