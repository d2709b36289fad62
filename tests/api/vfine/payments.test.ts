import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CartItem } from '#domain/orders/cart-item.entity.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { Order } from '#domain/orders/order.entity.ts';
import { PaymentNotice } from '#domain/orders/payment-notice.entity.ts';
import { balanceOf } from '#domain/ledger/balances.ts';
import { isReplayed } from '#tests/kit/keyed.ts';
import { at, buildShop, type Shop } from '#tests/kit/shop.ts';

let shop: Shop;
beforeAll(async () => void (shop = await buildShop()));
afterAll(() => shop.close());

async function paid() {
  const one = await shop.ordered();
  expect(shop.alipay.office.pay(one.number)).toBe(true);
  return one;
}
const orderOf = (uuid: string) => shop.em().findOneOrFail(Order, uuid);
const noticesOf = (uuid: string) => shop.em().count(PaymentNotice, { order: uuid });
const bytesOf = (reply: { body: unknown }) => Buffer.from(reply.body as Buffer).toString('hex');

describe('GET /orders/:uuid/pay/', () => {
  test('is neither for HEAD nor for foreign pages, and done once under a key: the provider is asked', async () => {
    const { user, uuid } = await shop.ordered();
    const pay = (method: string, headers: Record<string, string>) =>
      shop.call(user, `${method} ${at}/orders/${uuid}/pay/`, undefined, headers);
    expect(await pay('HEAD', {})).toMatchObject({ status: 403 });
    expect(await pay('GET', { origin: 'https://elsewhere.example.org' })).toMatchObject({ status: 403 });
    const key = { 'idempotency-key': randomUUID() };
    const first = await pay('GET', key);
    expect(first).toMatchObject({ status: 200, body: { uuid } });
    const second = await pay('GET', key);
    expect([second.body, isReplayed(second)]).toEqual([first.body, 'true']);
  });
});

describe('POST /payments/alipay/notify', () => {
  test('answers exactly the seven characters of success, and settles everything at once', async () => {
    const { user, producer, work, uuid, number } = await shop.ordered();
    await shop.call(user, `POST ${at}/cart/`, { work: work.id, purpose: '广告/宣传片', detail: '全渠道投放' });
    shop.alipay.office.pay(number);
    const reply = await shop.notify(shop.noticeOf(number));
    expect([reply.status, bytesOf(reply)]).toEqual([200, Buffer.from('success').toString('hex')]);
    expect(reply.headers.get('content-type')).toContain('text/plain');
    expect(await orderOf(uuid)).toMatchObject({ status: 'FINISHED', paymentMethod: 'alipay' });
    expect(await shop.em().find(Certificate, { order: uuid })).toMatchObject([
      { state: 'ISSUED', signature: expect.stringContaining(':') },
    ]);
    expect(await balanceOf(shop.em(), producer.uuid)).toBe(445_00);
    expect(await shop.em().count(CartItem, { buyer: user.id })).toBe(0);
    const titles = async (who: typeof user) => (await shop.call(who, `GET ${at}/messages/`)).body;
    expect(await titles(user)).toMatchObject({ count: 1, results: [{ title: 'SUCCESS_TO_ORDER' }] });
    expect(await titles(producer)).toMatchObject({ count: 1, results: [{ title: 'SUCCESS_TO_SALE' }] });
  });

  test('is kept once, however often and in whatever order it comes', async () => {
    const { producer, uuid, number } = await paid();
    const notice = shop.noticeOf(number);
    const replies = await Promise.all([1, 2, 3].map(() => shop.notify(notice)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await shop.notify(shop.noticeOf(number, { notify_id: 'another' }))).toMatchObject({ status: 200 });
    expect(await noticesOf(uuid)).toBe(2);
    expect(await balanceOf(shop.em(), producer.uuid)).toBe(445_00);
  });

  test('is no proof: of a trade that the query finds unpaid, nothing is settled', async () => {
    const { uuid, number } = await shop.ordered();
    expect(await shop.notify(shop.noticeOf(number))).toMatchObject({ status: 200 });
    expect(await orderOf(uuid)).toMatchObject({ status: 'UNFINISHED' });
  });

  test.each([
    ['another sum', { total_amount: '0.01' }],
    ['another seller', { seller_id: '2088000000000002' }],
    ['another app', { app_id: '2021000000000002' }],
    ['a trade that is none of ours', { out_trade_no: 'x' }],
    ['a trade that we never opened', { out_trade_no: '0'.repeat(32) }],
    ['a sum that is none', { total_amount: 'NaN' }],
    ['no number of its own', { notify_id: '' }],
  ])('refuses %s, though Alipay has signed it, and changes nothing', async (_name, wrong) => {
    const { uuid, number } = await paid();
    const reply = await shop.notify(shop.noticeOf(number, wrong));
    expect([reply.status, String(reply.body)]).toEqual([400, 'failure']);
    expect(await orderOf(uuid)).toMatchObject({ status: 'UNFINISHED' });
    expect(await noticesOf(uuid)).toBe(0);
  });

  test.each([
    ['a forged field', (one: Record<string, string>) => ({ ...one, trade_status: 'TRADE_FINISHED' })],
    ['no signature', (one: Record<string, string>) => ({ ...one, sign: '' })],
    ['a weaker hash', (one: Record<string, string>) => ({ ...one, sign_type: 'RSA' })],
    ['a text that cannot be kept', (one: Record<string, string>) => ({ ...one, subject: '\0' })],
    ['nothing at all', () => ({})],
  ])('refuses %s without a fault, and changes nothing', async (_name, forge) => {
    const { uuid, number } = await paid();
    const reply = await shop.notify(forge(shop.noticeOf(number)));
    expect([reply.status, String(reply.body)]).toEqual([400, 'failure']);
    expect(await orderOf(uuid)).toMatchObject({ status: 'UNFINISHED' });
    expect(await noticesOf(uuid)).toBe(0);
  });

  test.each([
    ['JSON', '{"a":1}'],
    ['broken JSON', '{'],
    ['a list', '[]'],
  ])('refuses %s', async (_name, body) => {
    const reply = await shop.call(undefined, `POST ${at}/payments/alipay/notify`, body);
    expect([reply.status, String(reply.body)]).toEqual([400, 'failure']);
  });

  test('does not ask where the request comes from: the signature tells', async () => {
    const { uuid, number } = await paid();
    const reply = await shop.notify(shop.noticeOf(number), { origin: 'https://openapi.alipay.com' });
    expect(reply.status).toBe(200);
    expect(await orderOf(uuid)).toMatchObject({ status: 'FINISHED' });
  });

  test('of an order whose process has ended begins it again', async () => {
    const { user, uuid, number } = await paid();
    shop.flows.end(`order-payment:${uuid}`);
    expect(await shop.notify(shop.noticeOf(number))).toMatchObject({ status: 200 });
    expect(shop.flows.begun.at(-1)?.input).toEqual({ orderId: uuid, buyerUuid: user.uuid });
    expect(await orderOf(uuid)).toMatchObject({ status: 'FINISHED' });
  });
});
