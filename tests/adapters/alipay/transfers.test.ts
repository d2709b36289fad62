import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAlipay } from '#adapters/alipay/alipay.ts';
import { makeKeys } from '#adapters/alipay/stand-in/keys.ts';
import { alipayKeys, certificatesOf, startAlipay, type Alipay } from '#tests/kit/alipay.ts';

let offset = 0;
const now = () => Date.UTC(2026, 10, 3, 4) + offset; // noon in China
let alipay: Alipay;
beforeAll(async () => void (alipay = await startAlipay({ now, earlyBills: true })));
afterAll(() => alipay.close());

const number = () => randomUUID();
const transfer = (account = 'dayifu@example.org', fen = 90_00, more: object = {}) => ({
  number: number(),
  fen,
  title: '提现',
  payee: { account, name: '大姨夫' },
  ...more,
});

describe('a transfer', () => {
  test('is made once, however often the same is asked', async () => {
    const request = transfer();
    expect(await alipay.payments.queryTransfer(request.number)).toEqual({ state: 'absent' });
    const done = await alipay.payments.transfer(request);
    expect(done).toMatchObject({ state: 'done', providerNumber: expect.any(String), at: expect.any(Date) });
    expect(await alipay.payments.transfer(request)).toEqual(done);
    expect(await alipay.payments.queryTransfer(request.number)).toEqual(done);
    expect(await alipay.payments.transfer({ ...request, fen: 1_00 })).toEqual({
      state: 'failed',
      code: 'PAYMENT_INFO_INCONSISTENCY',
    });
  });

  test.each([
    ['dealing@x', 'dealing', 'done'],
    ['fail@x', 'dealing', 'failed'],
    ['return@x', 'done', 'failed'],
  ])('to %s is %s first and %s later', async (account, first, later) => {
    const request = transfer(account);
    expect((await alipay.payments.transfer(request)).state).toBe(first);
    offset += 60_000;
    expect((await alipay.payments.queryTransfer(request.number)).state).toBe(later);
  });

  test.each([
    ['less than 0.10', transfer('a@x', 9), 'INVALID_PARAMETER'],
    ['more than 50,000', transfer('a@x', 50_000_01), 'EXCEED_LIMIT_PERSONAL_SM_AMOUNT'],
    ['to nobody', transfer('absent@x'), 'PAYEE_NOT_EXIST'],
  ])('%s is refused for good', async (_name, request, code) => {
    expect(await alipay.payments.transfer(request)).toEqual({ state: 'failed', code });
    expect(await alipay.payments.queryTransfer(request.number)).toEqual({ state: 'absent' });
  });

  test('beyond a million a day is refused', async () => {
    offset += 24 * 3600_000;
    for (let i = 0; i < 20; i++) await alipay.payments.transfer(transfer(`b${i}@x`, 50_000_00));
    expect(await alipay.payments.transfer(transfer('c@x'))).toEqual({
      state: 'failed',
      code: 'EXCEED_LIMIT_DM_MAX_AMOUNT',
    });
  });

  test.each([
    ['lost', 'no_answer', 'done'],
    ['after', 'SYSTEM_ERROR', 'done'],
    ['unavailable', 'isp.unknow-error', 'done'],
    ['before', 'SYSTEM_ERROR', 'absent'],
  ] as const)('%s: unknown (%s), and the query says %s', async (kind, reason, state) => {
    offset += 24 * 3600_000;
    const request = transfer();
    alipay.fault('alipay.fund.trans.uni.transfer', kind);
    expect(await alipay.payments.transfer(request)).toEqual({ state: 'unknown', reason });
    expect((await alipay.payments.queryTransfer(request.number)).state).toBe(state);
  });
});

describe('whoever pays out shows certificates', () => {
  const others = certificatesOf(makeKeys());
  const ours = certificatesOf(alipayKeys);

  test('an app with a bare key takes money, and can neither pay out nor ask', async () => {
    const credentials = { alipayPublicKey: alipayKeys.alipay.publicKey };
    const bare = createAlipay({ ...alipay.account, credentials });
    const missing = { state: 'unknown', reason: 'isv.missing-app-cert-sn' };
    const request = transfer();
    expect(await bare.transfer(request)).toEqual(missing);
    expect(await bare.queryTransfer(request.number)).toEqual(missing);
    expect(await bare.queryTrade('n')).toEqual({ state: 'absent' });
    expect(await alipay.payments.queryTransfer(request.number)).toEqual({ state: 'absent' });
  });

  test.each([
    ["another app's", { appCertContent: others.appCertContent }, 'isv.app-cert-not-exist'],
    ["another root's", { alipayRootCertContent: others.alipayRootCertContent }, 'isv.invalid-alipay-root-cert-sn'],
    ["another Alipay's", { alipayPublicCertContent: others.alipayPublicCertContent }, 'no_answer'],
  ])('%s does not do', async (_name, wrong, reason) => {
    const stranger = createAlipay({ ...alipay.account, credentials: { ...ours, ...wrong } });
    expect(await stranger.queryTransfer('n')).toEqual({ state: 'unknown', reason });
  });

  test('answers tell the certificate that Alipay has signed with', async () => {
    const params = new URLSearchParams({
      app_id: alipay.account.appId,
      method: 'alipay.trade.query',
      app_cert_sn: 'x',
    });
    const answer = await fetch(`${alipay.account.gateway}?${params.toString()}`, { method: 'POST' });
    expect(await answer.json()).toMatchObject({ alipay_cert_sn: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });
});

describe('the daily bill', () => {
  test('has every movement of the day, and is wrong where it is told to be', async () => {
    offset = 30 * 24 * 3600_000;
    const date = '2026-12-03';
    expect(await alipay.payments.dailyBill('2026-12-02')).toEqual({ state: 'absent' });
    const [trade, missing, sent] = [number(), number(), transfer()].map((one) =>
      typeof one === 'string' ? one.replaceAll('-', '') : one.number,
    ) as [string, string, string];
    const subject = '音乐，授权, 1 件';
    for (const one of [trade, missing]) {
      await alipay.payments.openTrade({ number: one, fen: 300_00, subject, expiresAt: new Date(now() + 3600_000) });
      alipay.office.pay(one);
    }
    await alipay.payments.refund({ number: trade, refundNumber: 'r-1', fen: 100_00, reason: 'x' });
    await alipay.payments.transfer({ ...transfer(), number: sent });
    alipay.misbehave({ bill: { [missing]: null, [sent]: 1 } });
    const at = expect.any(Date);
    expect(await alipay.payments.dailyBill(date)).toEqual({
      state: 'ready',
      rows: [
        { kind: 'trade', number: trade, providerNumber: expect.any(String), refundNumber: null, fen: 300_00, at },
        { kind: 'refund', number: trade, providerNumber: expect.any(String), refundNumber: 'r-1', fen: -100_00, at },
        { kind: 'transfer', number: sent, providerNumber: expect.any(String), refundNumber: null, fen: -1, at },
      ],
    });
  });

  test('is absent before the day is over, and has no table of a kind of which nothing moved', async () => {
    const strict = await startAlipay({ now });
    await strict.payments.transfer(transfer());
    expect(await strict.payments.dailyBill('2026-12-03')).toEqual({ state: 'absent' });
    offset += 24 * 3600_000;
    expect(await strict.payments.dailyBill('2026-12-03')).toMatchObject({ state: 'partial', rows: [{ fen: -90_00 }] });
    expect(await strict.payments.dailyBill('2026-12-02')).toEqual({ state: 'absent' });
    await strict.close();
  });
});

test('what our account does not hold is neither transferred nor given back', async () => {
  const poor = await startAlipay({ now });
  const trade = {
    number: number().replaceAll('-', ''),
    fen: 100_00,
    subject: '音乐授权',
    expiresAt: new Date(now() + 3600_000),
  };
  await poor.payments.openTrade(trade);
  poor.misbehave({ funds: 0, pay: trade.number });
  expect(await poor.payments.transfer(transfer())).toMatchObject({ state: 'done' });
  const code = 'PAYER_BALANCE_NOT_ENOUGH';
  expect(await poor.payments.transfer(transfer('a@x', 10_01))).toEqual({ state: 'failed', code });
  const refund = { number: trade.number, refundNumber: number(), fen: 10_01, reason: '退款' };
  const refused = { state: 'refused', code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' };
  expect(await poor.payments.refund(refund)).toEqual(refused);
  expect(await poor.payments.refund({ ...refund, fen: 10_00 })).toEqual({ state: 'done' });
  poor.misbehave({ funds: 50_00 });
  expect(await poor.payments.transfer(transfer('a@x', 50_00))).toMatchObject({ state: 'done' });
  await poor.close();
});

test('what the stand-in knows outlives it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ensemble-alipay-'));
  const file = join(folder, 'bank.json');
  const [trade, request] = [number().replaceAll('-', ''), transfer()];
  const before = await startAlipay({ now, file });
  await before.payments.openTrade({ number: trade, fen: 1, subject: 'x', expiresAt: new Date(now() + 3600_000) });
  before.office.pay(trade);
  await before.payments.transfer(request);
  await before.close();
  const after = await startAlipay({ now, file });
  expect(await after.payments.queryTrade(trade)).toMatchObject({ state: 'paid', fen: 1 });
  expect(await after.payments.queryTransfer(request.number)).toMatchObject({ state: 'done' });
  await after.close();
  rmSync(folder, { recursive: true });
});
