import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { balanceOf } from '#domain/ledger/balances.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { Order } from '#domain/orders/order.entity.ts';
import { Refund } from '#domain/orders/refund.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { at, buildShop, type Shop } from '#tests/kit/shop.ts';

const day = 24 * 3600_000;

let shop: Shop;
let admin: User;
beforeAll(async () => {
  shop = await buildShop();
  admin = await shop.buildOperator();
});
afterAll(() => shop.close());

const key = () => ({ 'idempotency-key': randomUUID() });
const ask = (
  who: User | undefined,
  order: string,
  body: object = { reason: 'bought twice' },
  headers: object = key(),
) => shop.call(who, `POST ${at}/admin/orders/${order}/refunds`, { ...body }, { ...headers });
const decide = (who: User | undefined, refund: string, verdict: string) =>
  shop.call(who, `POST ${at}/admin/refunds/${refund}/decision`, { verdict }, key());

/** A paid order of so many licences of one seller, 500 yuan each. */
async function paid(licences: number) {
  const [user, { work, producer }] = [await shop.buildUser(), await shop.forSale()];
  const more = await Promise.all(Array.from({ length: licences - 1 }, () => shop.forSale()));
  const reply = await shop.order(user, [work, ...more.map((one) => one.work)].map(shop.wish));
  const { uuid, out_trade_no: number } = reply.body as { uuid: string; out_trade_no: string };
  shop.alipay.office.pay(number);
  await shop.notify(shop.noticeOf(number));
  const certificates = await shop.em().find(Certificate, { order: uuid });
  return { user, producer, work, uuid, number, certificates };
}
const statesOf = async (uuid: string) =>
  (await shop.em().find(Certificate, { order: uuid })).map(({ state }) => state).toSorted();
const sentOf = (number: string) => shop.alipay.office.state.trades[number]?.refunds.map(({ fen }) => fen);

describe('POST /admin/orders/:uuid/refunds', () => {
  test('gives everything back, voids the certificates and takes the income back', async () => {
    const { user, producer, uuid, number, certificates } = await paid(1);
    const reply = await ask(admin, uuid);
    expect(reply).toMatchObject({
      status: 200,
      body: {
        order: uuid,
        kind: 'licence',
        status: 'DONE',
        money: '500.00',
        certificates: certificates.map(({ id }) => id),
        reason: 'bought twice',
        requested_by: admin.uuid,
        confirmed_by: null,
      },
    });
    expect(await statesOf(uuid)).toEqual(['VOID']);
    expect(await balanceOf(shop.em(), producer.uuid)).toBe(0);
    expect(sentOf(number)).toEqual([500_00]);
    expect((await shop.call(user, `GET ${at}/messages/`)).body).toMatchObject({
      results: [{ title: 'REFUND_TO_ORDER', args: { money: '500.00' } }, {}],
    });
    const { uuid: id } = reply.body as { uuid: string };
    expect(await shop.em().find(Audit, { subject: `refund:${id}` })).toMatchObject([
      { action: 'refund.ask', actor: admin.uuid, after: 'SENDING', workflowId: `order-payment:${uuid}` },
    ]);
  });

  test.each([
    ['a misspelt field', { certificate: [randomUUID()] }],
    ['no list of licences', { certificates: null }],
  ])('gives nothing back for %s', async (_name, wish) => {
    const { uuid } = await paid(2);
    expect(await ask(admin, uuid, { reason: 'x', ...wish })).toMatchObject({
      status: 400,
      body: { code: 'invalid_value' },
    });
    expect(await statesOf(uuid)).toEqual(['ISSUED', 'ISSUED']);
  });

  test('gives some licences back, then the rest, and nothing twice', async () => {
    const { uuid, number, certificates } = await paid(2);
    const [first] = certificates.map(({ id }) => id);
    const some = { reason: 'x', certificates: [first] };
    expect(await ask(admin, uuid, some)).toMatchObject({ status: 200, body: { money: '500.00' } });
    expect(await statesOf(uuid)).toEqual(['ISSUED', 'VOID']);
    expect(await ask(admin, uuid, some)).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
    expect(await ask(admin, uuid)).toMatchObject({ status: 200, body: { money: '500.00' } });
    expect(await ask(admin, uuid)).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
    expect(sentOf(number)).toEqual([500_00, 500_00]);
  });

  test('under the same key is one refund', async () => {
    const { uuid, number } = await paid(2);
    const [headers, body] = [key(), { reason: 'x' }];
    const first = await ask(admin, uuid, body, headers);
    expect((await ask(admin, uuid, body, headers)).body).toEqual(first.body);
    expect(sentOf(number)).toEqual([1000_00]);
  });

  test('shows a refund that the provider refuses, which can be sent again', async () => {
    const { uuid, number } = await paid(1);
    shop.alipay.fault('alipay.trade.refund', 'refuse', { code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' });
    const reply = await ask(admin, uuid);
    expect(reply).toMatchObject({ body: { status: 'BLOCKED', blocked_by: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' } });
    const { uuid: id } = reply.body as { uuid: string };
    expect(await decide(admin, id, 'confirm')).toMatchObject({ status: 403 });
    expect(await decide(admin, id, 'retry')).toMatchObject({ status: 200, body: { status: 'DONE', blocked_by: null } });
    expect(sentOf(number)).toEqual([500_00]);
  });

  test.each([
    ['no reason', {}, 'missing_body_field'],
    ['an empty reason', { reason: '' }, 'invalid_value'],
    ['a reason that nobody can see', { reason: ' \u200b\u202e' }, 'invalid_value'],
    ['no certificates', { reason: 'x', certificates: [] }, 'invalid_value'],
    ['certificates that are no uuids', { reason: 'x', certificates: ['1'] }, 'invalid_value'],
    ['certificates of another order', { reason: 'x', certificates: [randomUUID()] }, 'invalid_value'],
  ])('refuses %s', async (_name, body, code) => {
    const { uuid, number } = await paid(1);
    expect(await ask(admin, uuid, body)).toMatchObject({ status: 400, body: { code } });
    expect([await statesOf(uuid), sentOf(number)]).toEqual([['ISSUED'], []]);
  });

  test.each([
    ['serves an order on its last day', 90 * day - 60_000, 200, ['VOID']],
    ['refuses an order after its time', 90 * day, 400, ['ISSUED']],
  ])('%s', async (_name, age, status, states) => {
    const { uuid, number } = await paid(1);
    await shop.em().nativeUpdate(Order, { id: uuid }, { paidAt: new Date(Date.now() - age) });
    expect(await ask(admin, uuid)).toMatchObject({ status, ...(status === 400 && { body: { code: 'unsupported' } }) });
    expect(await statesOf(uuid)).toEqual(states);
    expect(sentOf(number)).toHaveLength(status === 200 ? 1 : 0);
  });

  test('refuses an order that is not paid, none at all, and a request without a key', async () => {
    const { uuid } = await shop.ordered();
    expect(await ask(admin, uuid)).toMatchObject({ status: 400, body: { code: 'unsupported' } });
    expect(await ask(admin, randomUUID())).toMatchObject({ status: 404 });
    expect(await ask(admin, uuid, { reason: 'x' }, {})).toMatchObject({ status: 400 });
    expect(await shop.em().count(Refund, { order: uuid })).toBe(0);
  });
});

describe('above the set sum', () => {
  test('another administrator confirms; the one who asked cannot', async () => {
    const other = await shop.buildOperator();
    const { uuid, number } = await paid(3);
    const reply = await ask(admin, uuid);
    expect(reply).toMatchObject({ status: 200, body: { status: 'WAITING', money: '1500.00' } });
    const { uuid: id } = reply.body as { uuid: string };
    expect([await statesOf(uuid), sentOf(number)]).toEqual([['ISSUED', 'ISSUED', 'ISSUED'], []]);
    expect(await ask(other, uuid)).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
    expect(await decide(admin, id, 'confirm')).toMatchObject({
      status: 403,
      body: { message: '需由另一位管理员确认' },
    });
    expect(await decide(other, id, 'confirm')).toMatchObject({
      status: 200,
      body: { status: 'DONE', requested_by: admin.uuid, confirmed_by: other.uuid },
    });
    expect([await statesOf(uuid), sentOf(number)]).toEqual([['VOID', 'VOID', 'VOID'], [1500_00]]);
    expect(await decide(other, id, 'confirm')).toMatchObject({ status: 200, body: { status: 'DONE' } });
    expect(sentOf(number)).toEqual([1500_00]);
  });

  test('a sum that is asked for part by part is confirmed as well', async () => {
    const other = await shop.buildOperator();
    const { uuid, number, certificates } = await paid(3);
    const part = (i: number) => ({ reason: 'x', certificates: [certificates[i]?.id] });
    for (const i of [0, 1]) expect(await ask(admin, uuid, part(i))).toMatchObject({ body: { status: 'DONE' } });
    const last = await ask(other, uuid, part(2));
    expect(last).toMatchObject({ status: 200, body: { status: 'WAITING', money: '500.00' } });
    const { uuid: id } = last.body as { uuid: string };
    expect(await decide(other, id, 'confirm')).toMatchObject({ status: 403 });
    expect(sentOf(number)).toEqual([500_00, 500_00]);
    expect(await decide(admin, id, 'confirm')).toMatchObject({ status: 200, body: { status: 'DONE' } });
    expect(sentOf(number)).toEqual([500_00, 500_00, 500_00]);
  });

  test('what another administrator confirmed or refused does not count against the next one', async () => {
    const other = await shop.buildOperator();
    const { uuid, certificates } = await paid(4);
    const [first, ...rest] = certificates.map(({ id }) => id);
    for (const verdict of ['refuse', 'confirm']) {
      const asked = await ask(admin, uuid, { reason: 'x', certificates: rest });
      expect(asked).toMatchObject({ body: { status: 'WAITING', money: '1500.00' } });
      await decide(other, (asked.body as { uuid: string }).uuid, verdict);
    }
    expect(await ask(admin, uuid, { reason: 'x', certificates: [first] })).toMatchObject({ body: { status: 'DONE' } });
  });

  test('another administrator refuses, and everything stays', async () => {
    const { uuid, number } = await paid(3);
    const { uuid: id } = (await ask(admin, uuid)).body as { uuid: string };
    const other = await shop.buildOperator();
    expect(await decide(other, id, 'refuse')).toMatchObject({ status: 200, body: { status: 'REFUSED' } });
    expect(await decide(other, id, 'confirm')).toMatchObject({ status: 400, body: { code: 'unsupported' } });
    expect([await statesOf(uuid), sentOf(number)]).toEqual([['ISSUED', 'ISSUED', 'ISSUED'], []]);
  });
});

describe('lists', () => {
  test('show what waits, and what there is of one order', async () => {
    const { uuid } = await paid(3);
    const { uuid: id } = (await ask(admin, uuid)).body as { uuid: string };
    const waiting = await shop.call(admin, `GET ${at}/admin/refunds/?status=WAITING&page_size=100`);
    expect((waiting.body as { results: { uuid: string }[] }).results.map((one) => one.uuid)).toContain(id);
    const own = await shop.call(admin, `GET ${at}/admin/orders/${uuid}/refunds`);
    expect(own.body).toMatchObject({ count: 1, results: [{ uuid: id }] });
    expect(await shop.call(admin, `GET ${at}/admin/orders/${randomUUID()}/refunds`)).toMatchObject({ status: 404 });
    expect(await shop.call(admin, `GET ${at}/admin/refunds/?status=x`)).toMatchObject({ status: 400 });
  });

  test.each([
    ['nobody', async () => undefined, 401],
    ['a user', () => shop.buildUser(), 403],
    ['a manager', () => shop.buildUser({ roles: ['manager'] }), 403],
  ])('and decisions are not for %s', async (_name, who, status) => {
    const [person, { uuid, number }] = [await who(), await paid(1)];
    expect(await ask(person, uuid)).toMatchObject({ status });
    expect(await decide(person, randomUUID(), 'confirm')).toMatchObject({ status });
    expect(await shop.call(person, `GET ${at}/admin/refunds/`)).toMatchObject({ status });
    expect(await shop.call(person, `GET ${at}/admin/orders/${uuid}/refunds`)).toMatchObject({ status });
    expect(sentOf(number)).toEqual([]);
  });
});
