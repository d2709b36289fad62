import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAlipay } from '#adapters/alipay/alipay.ts';
import { makeKeys } from '#adapters/alipay/stand-in/keys.ts';
import { startAlipay, type Alipay } from '#tests/kit/alipay.ts';

let offset = 0;
const now = () => Date.now() + offset;
let alipay: Alipay;
beforeAll(async () => void (alipay = await startAlipay({ now })));
afterAll(() => alipay.close());

const request = (fen = 500_00) => ({
  number: randomUUID().replaceAll('-', ''),
  fen,
  subject: '音乐授权 1 件',
  expiresAt: new Date(now() + 3600_000),
});
const unknown = { state: 'unknown' };

/** A trade whose buyer stands at the cashier. */
async function opened(fen?: number) {
  const trade = request(fen);
  const offer = await alipay.payments.openTrade(trade);
  if (offer.state !== 'open') throw new Error(`not opened: ${JSON.stringify(offer)}`);
  return { ...trade, ...offer };
}
async function paid(fen?: number) {
  const trade = await opened(fen);
  expect(alipay.office.pay(trade.number)).toBe(true);
  return trade;
}

const back = (number: string, fen: number, refundNumber = randomUUID()) => ({
  number,
  refundNumber,
  fen,
  reason: '授权有误',
});

describe('a trade', () => {
  test('is opened with a code and a page, is absent until somebody begins to pay, and is paid once', async () => {
    const trade = await opened();
    expect(trade.qrCode).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/qr\/bax/);
    expect(await alipay.payments.openTrade(trade)).toMatchObject({ state: 'open', qrCode: trade.qrCode });
    expect(await alipay.payments.queryTrade(trade.number)).toEqual({ state: 'absent' });
    const page = await (await fetch(trade.payUrl)).text();
    expect(page).toContain('音乐授权 1 件');
    expect(page).toContain('500.00');
    expect(await alipay.payments.queryTrade(trade.number)).toEqual({ state: 'waiting' });
    const pay = () => fetch(`${alipay.url}/cashier/${trade.number}/pay`, { method: 'POST' });
    expect(await (await pay()).text()).toContain('支付成功');
    const facts = await alipay.payments.queryTrade(trade.number);
    expect(facts).toEqual({ state: 'paid', fen: 500_00, tradeNumber: expect.any(String), paidAt: expect.any(Date) });
    await pay();
    expect(await alipay.payments.queryTrade(trade.number)).toEqual(facts);
    expect(await alipay.payments.closeTrade(trade.number)).toEqual({ state: 'not_closable' });
    expect(await alipay.payments.openTrade(trade)).toEqual({ state: 'refused', code: 'ACQ.TRADE_HAS_SUCCESS' });
  });

  test('by its code is the same trade as by its page, and walking away leaves it open', async () => {
    const trade = await opened();
    const cashier = await fetch(trade.qrCode);
    expect(await cashier.text()).toContain(trade.number);
    await fetch(trade.payUrl);
    expect(await (await fetch(`${alipay.url}/cashier/${trade.number}/leave`)).text()).toContain('未付款');
    expect(await alipay.payments.queryTrade(trade.number)).toEqual({ state: 'waiting' });
  });

  test('is closed before it is paid, and cannot be paid then', async () => {
    const trade = await opened();
    expect(await alipay.payments.closeTrade(trade.number)).toEqual({ state: 'absent' });
    await fetch(trade.payUrl);
    expect(await alipay.payments.closeTrade(trade.number)).toEqual({ state: 'closed' });
    expect(alipay.office.pay(trade.number)).toBe(false);
    expect(await alipay.payments.queryTrade(trade.number)).toEqual({ state: 'closed' });
  });

  test('cannot be paid after its time, begun or not', async () => {
    const [begun, untouched] = [await opened(), await opened()];
    await fetch(begun.payUrl);
    offset += 3600_001;
    expect(alipay.office.pay(begun.number)).toBe(false);
    expect(alipay.office.pay(untouched.number)).toBe(false);
    expect(await alipay.payments.queryTrade(begun.number)).toEqual({ state: 'closed' });
    expect(await alipay.payments.queryTrade(untouched.number)).toEqual({ state: 'absent' });
  });

  test('does not change its sum', async () => {
    const trade = await opened();
    expect(await alipay.payments.openTrade({ ...trade, fen: 1 })).toEqual({
      state: 'refused',
      code: 'ACQ.CONTEXT_INCONSISTENT',
    });
  });
});

describe('what goes wrong on the way is unknown, and the query tells', () => {
  test.each(['lost', 'after', 'unavailable'] as const)('%s: the close has happened', async (kind) => {
    const trade = await opened();
    await fetch(trade.payUrl);
    alipay.fault('alipay.trade.close', kind);
    expect(await alipay.payments.closeTrade(trade.number)).toMatchObject(unknown);
    expect(await alipay.payments.queryTrade(trade.number)).toEqual({ state: 'closed' });
  });

  test('before: the close has not happened', async () => {
    const trade = await opened();
    await fetch(trade.payUrl);
    alipay.fault('alipay.trade.close', 'before');
    expect(await alipay.payments.closeTrade(trade.number)).toEqual({ state: 'unknown', reason: 'ACQ.SYSTEM_ERROR' });
    expect(await alipay.payments.queryTrade(trade.number)).toEqual({ state: 'waiting' });
  });

  test('slow: the answer comes too late', async () => {
    const trade = await opened();
    alipay.fault('alipay.trade.query', 'slow', { ms: 1500 });
    const hasty = createAlipay({ ...alipay.account, patienceMs: 300 });
    expect(await hasty.queryTrade(trade.number)).toEqual({ state: 'unknown', reason: 'no_answer' });
  });

  test('a lost reply to the opening: the same request opens the same trade', async () => {
    const trade = request();
    alipay.fault('alipay.trade.precreate', 'lost');
    expect(await alipay.payments.openTrade(trade)).toMatchObject(unknown);
    const code = alipay.office.state.offers[trade.number]?.code ?? '';
    expect(await alipay.payments.openTrade(trade)).toMatchObject({ qrCode: `${alipay.url}/qr/${code}` });
  });

  test('an answer that Alipay has not signed', async () => {
    const stranger = createAlipay({ ...alipay.account, credentials: { alipayPublicKey: makeKeys().alipay.publicKey } });
    expect(await stranger.queryTrade('x')).toEqual({ state: 'unknown', reason: 'no_answer' });
  });

  test('a gateway that is not there', async () => {
    const nowhere = createAlipay({ ...alipay.account, gateway: 'http://127.0.0.1:9/gateway.do' });
    expect(await nowhere.queryTrade('x')).toEqual({ state: 'unknown', reason: 'no_answer' });
  });
});

describe('the stand-in refuses', () => {
  test('calls that the app has not signed', async () => {
    const forger = createAlipay({ ...alipay.account, privateKey: makeKeys().app.privateKey });
    const trade = request();
    expect(await forger.openTrade(trade)).toEqual({ state: 'unknown', reason: 'isv.invalid-signature' });
    expect(alipay.office.state.offers[trade.number]).toBeUndefined();
  });

  test('a page whose sum was changed by hand', async () => {
    const trade = await opened();
    const changed = trade.payUrl.replace('500.00', '0.01');
    expect(changed).not.toBe(trade.payUrl);
    expect(await (await fetch(changed)).text()).toContain('isv.invalid-signature');
    expect(await alipay.payments.queryTrade(trade.number)).toEqual({ state: 'absent' });
  });

  test('another app', async () => {
    const other = createAlipay({ ...alipay.account, appId: '2021000000000002' });
    expect(await other.openTrade(request())).toEqual({ state: 'unknown', reason: 'isv.invalid-app-id' });
  });

  test.each([0, 100_000_000_01])('a sum of %i fen', async (fen) => {
    expect(await alipay.payments.openTrade(request(fen))).toMatchObject({ state: 'refused' });
  });

  test('what it does not know', async () => {
    for (const path of ['/', '/cashier/x', '/qr/x', '/bill/x/y', '/control'])
      expect((await fetch(`${alipay.url}${path}`)).status).toBe(404);
    expect((await fetch(`${alipay.url}/control`, { method: 'POST', body: '{"faults":1}' })).status).toBe(400);
  });
});

describe('a refund', () => {
  test('gives back a part, then the rest, and never more than was paid', async () => {
    const { number } = await paid(300_00);
    const [first, rest] = [back(number, 100_00), back(number, 200_00)];
    expect(await alipay.payments.queryRefund(first)).toEqual({ state: 'absent' });
    expect(await alipay.payments.refund(first)).toEqual({ state: 'done' });
    expect(await alipay.payments.queryRefund(first)).toEqual({ state: 'done', fen: 100_00 });
    expect(await alipay.payments.refund(back(number, 200_01))).toEqual({
      state: 'refused',
      code: 'ACQ.REASON_TRADE_REFUND_FEE_ERR',
    });
    expect(await alipay.payments.refund(rest)).toEqual({ state: 'done' });
    expect(await alipay.payments.queryTrade(number)).toMatchObject({ state: 'paid', fen: 300_00 });
    expect(alipay.office.state.trades[number]?.status).toBe('TRADE_CLOSED');
  });

  test('under the same number gives nothing more', async () => {
    const { number } = await paid();
    const refund = back(number, 100_00);
    await alipay.payments.refund(refund);
    expect(await alipay.payments.refund(refund)).toEqual({ state: 'unknown', reason: 'no_fund_change' });
    expect(await alipay.payments.queryRefund(refund)).toEqual({ state: 'done', fen: 100_00 });
    expect(await alipay.payments.refund({ ...refund, fen: 1 })).toMatchObject({
      code: 'ACQ.DISCORDANT_REPEAT_REQUEST',
    });
    expect(alipay.office.state.trades[number]?.refunds).toHaveLength(1);
  });

  test.each([
    ['lost', true],
    ['after', true],
    ['unavailable', true],
    ['before', false],
  ] as const)('%s: unknown, and the query says whether it happened: %s', async (kind, isDone) => {
    const { number } = await paid();
    const refund = back(number, 100_00);
    alipay.fault('alipay.trade.refund', kind);
    expect(await alipay.payments.refund(refund)).toMatchObject(unknown);
    expect((await alipay.payments.queryRefund(refund)).state).toBe(isDone ? 'done' : 'absent');
  });

  test('is refused where nothing was paid, or our account is empty', async () => {
    const waiting = await opened();
    await fetch(waiting.payUrl);
    expect(await alipay.payments.refund(back(waiting.number, 1))).toMatchObject({ code: 'ACQ.TRADE_STATUS_ERROR' });
    expect(await alipay.payments.refund(back('nothing', 1))).toMatchObject({ code: 'ACQ.TRADE_NOT_EXIST' });
    const { number } = await paid();
    alipay.fault('alipay.trade.refund', 'refuse', { code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' });
    expect(await alipay.payments.refund(back(number, 1))).toEqual({
      state: 'refused',
      code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH',
    });
  });
});
