import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startAlipay, startMerchant, type Alipay } from '#tests/kit/alipay.ts';

let merchant: Awaited<ReturnType<typeof startMerchant>>;
let alipay: Alipay;
const minute = 60_000;
const speed = 12_000; // four minutes are 20 ms
beforeEach(async () => {
  merchant = await startMerchant();
  alipay = await startAlipay({ notifyUrl: merchant.url, speed });
});
afterEach(async () => {
  await alipay.close();
  await merchant.close();
});

const number = () => randomUUID().replaceAll('-', '');
async function paid(fen = 500_00, { payments, office } = alipay) {
  const trade = { number: number(), fen, subject: '100% 音乐+授权', expiresAt: new Date(Date.now() + 3600_000) };
  await payments.openTrade(trade);
  expect(office.pay(trade.number)).toBe(true);
  return trade.number;
}
async function toldTimes(times: number) {
  for (const end = Date.now() + 30_000; merchant.told.length < times; await sleep(10))
    if (Date.now() > end) throw new Error(`told ${merchant.told.length} times only`);
  return merchant.told.map(({ fields }) => fields);
}
async function toldOnce(): Promise<Record<string, string>> {
  const [fields = {}] = await toldTimes(1);
  return fields;
}

describe('a notification', () => {
  test('is believed as Alipay sent it, also where its values hold signs of URLs', async () => {
    const trade = await paid();
    const fields = await toldOnce();
    expect(fields['subject']).toBe('100% 音乐+授权');
    expect(alipay.payments.readNotification(fields)).toEqual({
      notifyId: fields['notify_id'],
      number: trade,
      tradeNumber: fields['trade_no'],
      status: 'TRADE_SUCCESS',
      fen: 500_00,
    });
  });

  test.each([
    ['another sum', { total_amount: '0.01' }],
    ['another trade', { out_trade_no: 'x' }],
    ['another state', { trade_status: 'TRADE_FINISHED' }],
    ['another seller', { seller_id: '2088000000000002' }],
    ['another app', { app_id: '2021000000000002' }],
    ['a further field', { extra: '1' }],
    ['a weaker hash', { sign_type: 'RSA' }],
    ['a hash that nobody knows', { sign_type: 'none' }],
    ['no kind of hash', { sign_type: '' }],
    ['no signature', { sign: '' }],
    ['a signature that is none', { sign: '%%%' }],
  ])('is not believed with %s', async (_name, change) => {
    await paid();
    const fields = await toldOnce();
    expect(alipay.payments.readNotification({ ...fields, ...change })).toBeUndefined();
  });

  test.each([
    ['app_id', { appId: '2021000000000002' }],
    ['seller_id', { sellerId: '2088000000000002' }],
  ])('that Alipay has signed for another %s is not believed', async (_name, ours) => {
    await paid();
    const fields = await toldOnce();
    const { createAlipay } = await import('#adapters/alipay/alipay.ts');
    const other = createAlipay({ ...alipay.account, sellerId: '2088000000000001', ...ours });
    expect(other.readNotification(fields)).toBeUndefined();
  });

  test('is sent eight times at growing pauses while nobody says exactly "success", under one id', async () => {
    merchant.answers.push('SUCCESS', '"success"', 'success\n', 'fail', '', '<p>success</p>', 'no', 'no');
    let at = Date.now();
    const patient = await startAlipay({ notifyUrl: merchant.url, now: () => at });
    await paid(500_00, patient);
    const pauses: number[] = [];
    const last = () => patient.office.state.pending[0];
    for (let sent = 1; ; sent++) {
      while (last()?.tries === sent - 1) await sleep(2); // counts when it has read the answer
      const { dueAt } = last() ?? {};
      if (dueAt === undefined) break;
      pauses.push((dueAt - at) / minute);
      at = dueAt;
      patient.office.notifier.wake();
    }
    await patient.close();
    expect(pauses).toEqual([4, 10, 10, 60, 2 * 60, 6 * 60, 15 * 60]);
    expect(merchant.told).toHaveLength(8);
    expect(new Set(merchant.told.map(({ fields }) => fields['notify_id'])).size).toBe(1);
    expect(patient.office.state.pending).toEqual([]);
  });

  test('ends with "success"', async () => {
    merchant.answers.push('fail');
    await paid();
    await toldTimes(2);
    while (alipay.office.state.pending.length > 0) await sleep(10); // the answer is being read
    expect(merchant.told).toHaveLength(2);
  });

  test('tells of refunds too', async () => {
    const trade = await paid();
    await alipay.payments.refund({ number: trade, refundNumber: 'r1', fen: 100_00, reason: 'x' });
    const [, second] = await toldTimes(2);
    expect(second).toMatchObject({ trade_status: 'TRADE_SUCCESS', refund_fee: '100.00' });
  });
});

describe('on request notifications are', () => {
  test('lost', async () => {
    alipay.misbehave({ notices: { mode: 'lost', ms: 0 } });
    await paid();
    await sleep(60);
    expect(merchant.told).toEqual([]);
  });

  test('sent twice', async () => {
    alipay.misbehave({ notices: { mode: 'twice', ms: 0 } });
    await paid();
    const [one, other] = await toldTimes(2);
    expect(one?.['notify_id']).toBe(other?.['notify_id']);
  });

  test('late', async () => {
    alipay.misbehave({ notices: { mode: 'late', ms: 120 } });
    const began = Date.now();
    await paid();
    await toldTimes(1);
    expect(Date.now() - began).toBeGreaterThanOrEqual(115);
  });

  test('held, and come in another order', async () => {
    alipay.misbehave({ notices: { mode: 'held', ms: 0 } });
    const [first, second] = [await paid(), await paid()];
    await sleep(40);
    expect(merchant.told).toEqual([]);
    alipay.misbehave({ release: true });
    expect((await toldTimes(2)).map((fields) => fields['out_trade_no'])).toEqual([second, first]);
  });
});
