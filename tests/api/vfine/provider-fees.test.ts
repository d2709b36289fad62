import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createReconciliation } from '#activities/business/reconciliation.ts';
import { createBillFetching } from '#activities/io/bills.ts';
import { checkLedger } from '#domain/ledger/check.ts';
import { chinaDayOf } from '#domain/payouts/china-day.plan.ts';
import { ReconciliationCase } from '#domain/reconciliation/reconciliation.entity.ts';
import { balances } from '#tests/kit/ledger.ts';
import { at, buildShop, type Shop } from '#tests/kit/shop.ts';

let shop: Shop;
const now = Date.now(); // of the provider: whatever moves is of one day
beforeAll(async () => void (shop = await buildShop({ now: () => now, earlyBills: true })));
afterAll(() => shop.close());

/** An order of 500.00 that is paid. */
async function paid(): Promise<string> {
  const { user, uuid, number } = await shop.ordered();
  await shop.call(user, `POST ${at}/orders/${uuid}/pay/`);
  shop.alipay.office.pay(number);
  await shop.notify(shop.noticeOf(number));
  return uuid;
}

test('fees of orders and of their refunds are booked by the night, and nobody has to look at them', async () => {
  shop.alipay.misbehave({ feeRate: 60 });
  const [, back] = [await paid(), await paid()];
  const key = { 'idempotency-key': randomUUID() };
  const operator = await shop.buildOperator();
  const refund = await shop.call(operator, `POST ${at}/admin/orders/${back}/refunds`, { reason: 'no right' }, key);
  expect(refund.body).toMatchObject({ status: 'DONE' });
  const before = await balances(shop.em());
  expect([before['provider'], before['provider-fees']]).toEqual([500_00, undefined]);

  const [day, clock] = [chinaDayOf(new Date(now)), { now: () => new Date(now + 24 * 3600_000) }];
  const { payments } = shop.alipay;
  expect(await createBillFetching({ orm: shop.orm, clock, payments }).fetchBill({ day })).toBe('ready');
  const { recordComparison } = createReconciliation({ orm: shop.orm, clock });
  for (let nights = 0; nights < 2; nights++)
    expect(await recordComparison({ day })).toEqual({ day, matched: 6, missingHere: 0, missingThere: 0, different: 0 });

  expect(await shop.em().count(ReconciliationCase, {})).toBe(0);
  const after = await balances(shop.em());
  expect([after['provider'], after['provider-fees']]).toEqual([497_00, 3_00]);
  expect((await checkLedger(shop.em())).flatMap(({ findings }) => findings)).toEqual([]);
});
