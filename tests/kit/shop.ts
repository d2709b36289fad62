import { createOrderRecords } from '#activities/business/orders.ts';
import { createRefundRecords } from '#activities/business/refunds.ts';
import { createPurchaseRecords } from '#activities/business/purchases.ts';
import { createPaymentCalls } from '#activities/io/payments.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import type { OrderRequest, OrderTerms } from '#domain/orders/order.plan.ts';
import { readRefundVerdict, readRefundWish, type RefundVerdict, type RefundWish } from '#domain/orders/refund.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { yuanOf } from '#domain/shared/money.ts';
import { cancelOrder, decideRefund, hint, orderPayment, pay, refund } from '#workflows/order-payment/contract.ts';
import { readDecision } from '#domain/verification/decision.plan.ts';
import type { PurchaseRequest } from '#domain/orders/purchase.plan.ts';
import * as purchase from '#workflows/purchase-application/contract.ts';
import { asActivity } from './activity.ts';
import { startAlipay, type Alipay } from './alipay.ts';
import { buildWork } from './factories.ts';
import { buildVfine, type Vfine } from './vfine.ts';

const shopTerms = { ORDER_HOURS: 24, COMMISSION_PERCENT: 11, REFUND_DAYS: 90, REFUND_CONFIRM_FEN: 1000_00 };

/** The process of an order, driven by hand: the real activities against the stand-in, one after the other. */
export function openOrders(world: Vfine) {
  const looks: Promise<unknown>[] = [];
  const { orm, ports, flows } = world;
  const records = createOrderRecords({ ...ports, orm, settings: shopTerms });
  const refunds = createRefundRecords({ ...ports, orm, settings: shopTerms });
  const calls = createPaymentCalls(ports);

  async function look(orderId: string, { number }: OrderTerms): Promise<'paid' | 'late' | 'unpaid'> {
    const news = await calls.askTrade({ number });
    return news.state === 'paid' ? records.recordPayment({ orderId, payment: news.payment }) : 'unpaid';
  }

  flows.onBegin(orderPayment, async (request: OrderRequest, { id, runId }) => {
    const { orderId } = request;
    const terms = await records.recordOrder(request);
    const within = asActivity({ workflowExecution: { workflowId: id, runId } });
    const { number, totalFen: fen, subject, expiresAt } = terms;
    flows.answer(id, pay, async () => {
      const opened = await calls.openTrade({ number, fen, subject, expiresAt });
      if (opened.state !== 'open') throw new DomainError('unavailable', 'upstream_error');
      return opened;
    });
    flows.answer(id, cancelOrder, async () => {
      if ((await look(orderId, terms)) === 'paid') throw new DomainError('conflict', 'unsupported');
      await records.recordOrderEnd({ orderId, event: 'cancel' });
      return 'CANCELED';
    });
    flows.answer(id, hint, () => void looks.push(look(orderId, terms)));

    async function seeThrough({ refundId, fen: back, status }: { refundId: string; fen: number; status: string }) {
      if (status !== 'SENDING') return;
      const sent = await calls.sendRefund({ number, refundNumber: refundId, fen: back });
      if (sent.state === 'refused') await refunds.recordRefundBlocked({ orderId, refundId, code: sent.code });
      else await refunds.recordRefundDone({ orderId, refundId });
    }
    flows.answer(id, refund, async (input) => {
      const wish = readRefundWish(input) as RefundWish & { refundId: string };
      await seeThrough(await within.run(() => refunds.recordRefund({ orderId, wish })));
    });
    flows.answer(id, decideRefund, async (input) => {
      const verdict: RefundVerdict = readRefundVerdict(input);
      await seeThrough(await within.run(() => refunds.recordRefundVerdict({ orderId, verdict })));
    });
  });
  /** Everything that a hint set going is done: nobody waits for what a signal does. */
  return () => Promise.all(looks);
}

/** The process of an enquiry, driven by hand as well. */
export function openPurchases({ orm, ports, flows }: Vfine): void {
  const records = createPurchaseRecords({ ...ports, orm });
  flows.onBegin(purchase.purchaseApplication, async (request: PurchaseRequest, { id, runId }) => {
    const { purchaseUuid } = request;
    await records.recordPurchase(request);
    const within = asActivity({ workflowExecution: { workflowId: id, runId } });
    flows.answer(id, purchase.review, async (input) => {
      const { verdict: event, ...said } = readDecision(input);
      await within.run(() => records.recordPurchaseEnd({ purchaseUuid, event, ...said }));
      flows.end(id);
      return event === 'approve' ? 'SUCCESS' : 'FAIL';
    });
  });
}

export const at = '/vfine/v1';
const purpose = '广告/宣传片';
const detail = '全渠道投放';

const wish = (work: { id: string }) => ({ uuid: work.id, purpose, channel: detail });

/** The form that Alipay sends of a trade, really signed; other fields are signed with it. */
export function noticeOf(
  { account, office }: Alipay,
  number: string,
  more: Record<string, string> = {},
): Record<string, string> {
  const trade = office.state.trades[number];
  return office.signatures.signNotice({
    notify_id: `n-${number}`,
    app_id: account.appId,
    seller_id: account.sellerId,
    out_trade_no: number,
    trade_no: trade?.tradeNo ?? 't',
    trade_status: trade?.status ?? 'TRADE_SUCCESS',
    total_amount: yuanOf(trade?.fen ?? 500_00),
    charset: 'utf-8',
    ...more,
  });
}

/** V.Fine with its shop, which is paid through the stand-in. */
export async function buildShop(options: Parameters<typeof startAlipay>[0] = {}) {
  const alipay = await startAlipay(options);
  const world = await buildVfine({ ports: { payments: alipay.payments } });
  const settled = openOrders(world);
  openPurchases(world);
  const buyer = { name: '大姨夫', phone: '+8618515355024', mode: 'COMPANY', company: '音未', address: '五道口' };
  const forSale = async (fields: object = {}) => {
    const producer = await world.buildMusician({ name: '富宇' });
    return { producer, work: await buildWork(world, { producer, status: 'ONLINE', canSell: true, ...fields }) };
  };

  return {
    ...world,
    alipay,
    buyer,
    forSale,
    wish,
    order: (who: User | undefined, works: object[], more: object = {}) =>
      world.call(who, `POST ${at}/orders/`, { ...buyer, works, ...more }),
    /** An order of one licence that its buyer has not paid yet. */
    async ordered() {
      const [user, { work, producer }] = [await world.buildUser(), await forSale()];
      const reply = await world.call(user, `POST ${at}/orders/`, { ...buyer, works: [wish(work)] });
      const { uuid, out_trade_no: number } = reply.body as { uuid: string; out_trade_no: string };
      return { user, work, producer, uuid, number };
    },
    noticeOf: (number: string, more?: Record<string, string>) => noticeOf(alipay, number, more),
    async notify(fields: Record<string, string>, headers: Record<string, string> = {}) {
      const form = new URLSearchParams(fields);
      const reply = await world.call(undefined, `POST ${at}/payments/alipay/notify`, form, headers);
      await settled();
      return reply;
    },
    async close(): Promise<void> {
      await Promise.all([world.close(), alipay.close()]);
    },
  };
}
export type Shop = Awaited<ReturnType<typeof buildShop>>;
