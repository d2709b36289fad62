import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { checkLedger } from '#domain/ledger/check.ts';
import { post } from '#domain/ledger/post.ts';
import { topUpLines } from '#domain/ledger/postings.plan.ts';
import { transferNumberOf } from '#domain/payouts/takeout.plan.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { balances } from '#tests/kit/ledger.ts';
import { at, buildShop, type Shop } from '#tests/kit/shop.ts';
import { bind, openTakeouts, verify } from '#tests/kit/takeouts.ts';

let shop: Shop;
let admin: User;
beforeAll(async () => {
  shop = await buildShop();
  openTakeouts(shop, { says: 'done' });
  admin = await shop.buildOperator();
});
afterAll(() => shop.close());

const key = () => ({ 'idempotency-key': randomUUID() });
const anyNumber = (): string => randomUUID().replaceAll('-', '');
const topUp = (who: User | undefined, given: object, headers: object = key()) =>
  shop.call(who, `POST ${at}/admin/ledger/own-funds/`, { ...given }, { ...headers });
const findings = async () => (await checkLedger(shop.em())).flatMap((one) => one.findings);

/** A licence of 500.00 was sold, and its seller has withdrawn the 445.00 of it: 400.50 went there, 44.50 are tax. */
async function withdrawn(): Promise<string> {
  const { user, producer, uuid, number: trade } = await shop.ordered();
  await shop.call(user, `POST ${at}/orders/${uuid}/pay/`);
  shop.alipay.office.pay(trade);
  await shop.notify(shop.noticeOf(trade));
  const place = { orm: shop.orm, secrets: shop.ports.secrets };
  await verify(place, producer);
  await bind(place, producer);
  const { body } = await shop.call(producer, `POST ${at}/takeout/`, { money: 445 });
  const { uuid: takeout } = body as { uuid: string };
  await shop.call(admin, `PUT ${at}/admin/takeout/${takeout}/`, { status: 'WAITING' });
  const payee = { account: 'dayifu@example.org', name: '大姨夫' };
  await shop.alipay.payments.transfer({ number: transferNumberOf(takeout), fen: 400_50, title: '提现', payee });
  return uuid;
}

test('what is given back beyond what is there needs money of our own, here and at the provider', async () => {
  const order = await withdrawn();
  shop.alipay.office.obey({ funds: 0 });
  const asked = await shop.call(admin, `POST ${at}/admin/orders/${order}/refunds`, { reason: 'no right' }, key());
  expect(asked.body).toMatchObject({ status: 'BLOCKED', blocked_by: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' });
  expect(await findings()).toEqual([]);

  const { toppedUp: number } = shop.alipay.office.obey({ topUp: 400_50 });
  const { uuid: refund } = asked.body as { uuid: string };
  const retried = await shop.call(admin, `POST ${at}/admin/refunds/${refund}/decision`, { verdict: 'retry' }, key());
  expect(retried.body).toMatchObject({ status: 'DONE' });
  expect(await findings()).toEqual(['provider stands at -40050 fen']);

  const reply = await topUp(admin, { money: '400.50', number });
  expect(reply).toMatchObject({ status: 200, body: { money: '400.50', number } });
  expect(await findings()).toEqual([]);
  const { provider = 0, 'own-funds': own } = await balances(shop.em());
  expect([provider, own]).toEqual([0, -400_50]);
  expect(await shop.em().find(Audit, { subject: `top-up:${number}` })).toMatchObject([
    { actor: admin.uuid, action: 'ledger.top-up', after: '40050', requestId: reply.headers.get('x-request-id') },
  ]);
});

test('a movement is booked once, whatever sum is said of it later', async () => {
  const given = { money: 100, number: anyNumber() };
  expect(await topUp(admin, given)).toMatchObject({ status: 200 });
  const again = { status: 400, body: { code: 'action_already_done' } };
  expect(await topUp(admin, given)).toMatchObject(again);
  expect(await topUp(admin, { ...given, money: 101 })).toMatchObject(again);
  expect(await findings()).toEqual([]);
});

test.each([
  ['no sum', { number: '1' }, 'missing_body_field'],
  ['a sum of nothing', { money: 0, number: '1' }, 'invalid_value'],
  ['half a fen', { money: '1.005', number: '1' }, 'invalid_value'],
  ['no number', { money: 1 }, 'missing_body_field'],
  ['a number with signs', { money: 1, number: '1-2' }, 'invalid_value'],
])('%s is refused and books nothing', async (_name, given, code) => {
  const before = await balances(shop.em());
  expect(await topUp(admin, given)).toMatchObject({ status: 400, body: { code } });
  expect(await balances(shop.em())).toEqual(before);
});

test('asks for a key', async () => {
  expect(await topUp(admin, { money: 1, number: anyNumber() }, {})).toMatchObject({ status: 400 });
});

test('a top-up that no administrator has asked for is found', async () => {
  const at = new Date();
  await shop
    .em()
    .transactional((em) =>
      post(em, { eventKey: 'top-up:1', kind: 'top-up', subject: 'top-up:1', at, lines: topUpLines(5) }),
    );
  expect(await findings()).toEqual(['top-up:1 is booked (top-up, 5 fen), and nothing says why']);
});
