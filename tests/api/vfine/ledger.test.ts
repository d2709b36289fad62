import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { checkLedger } from '#domain/ledger/check.ts';
import { bookFees } from '#domain/ledger/fees.ts';
import { post } from '#domain/ledger/post.ts';
import { topUpLines } from '#domain/ledger/postings.plan.ts';
import { transferNumberOf } from '#domain/payouts/takeout.plan.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { yuanOf } from '#domain/shared/money.ts';
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
const places = ['own-funds', 'drawings', 'tax-payments'] as const;
const book = (place: (typeof places)[number], who: User | undefined, given: object, headers: object = key()) =>
  shop.call(who, `POST ${at}/admin/ledger/${place}/`, { ...given }, { ...headers });
const refused = (code: string, message?: string) => ({ status: 400, body: { code, ...(message && { message }) } });
const findings = async () => (await checkLedger(shop.em())).flatMap((one) => one.findings);

/** A licence of 500.00 was sold, and 445.00 of it are its seller's. */
async function sold(): Promise<{ producer: User; uuid: string }> {
  const { user, producer, uuid, number: trade } = await shop.ordered();
  await shop.call(user, `POST ${at}/orders/${uuid}/pay/`);
  shop.alipay.office.pay(trade);
  await shop.notify(shop.noticeOf(trade));
  return { producer, uuid };
}

/** Of a licence that was sold its seller has withdrawn all: 400.50 went there, 44.50 are tax. */
async function withdrawn(): Promise<string> {
  const { producer, uuid } = await sold();
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

  const reply = await book('own-funds', admin, { money: '400.50', number });
  expect(reply).toMatchObject({ status: 200, body: { money: '400.50', number } });
  expect(await findings()).toEqual([]);
  const { provider = 0, 'own-funds': own } = await balances(shop.em());
  expect([provider, own]).toEqual([0, -400_50]);
  expect(await shop.em().find(Audit, { subject: `top-up:${number}` })).toMatchObject([
    { actor: admin.uuid, action: 'ledger.top-up', after: '40050', requestId: reply.headers.get('x-request-id') },
  ]);
});

test('a movement is booked once, whatever sum is said of it later, and as what it was said to be first', async () => {
  const given = { money: 100, number: anyNumber() };
  expect(await book('own-funds', admin, given)).toMatchObject({ status: 200 });
  for (const place of places)
    for (const money of [100, 1])
      expect(await book(place, admin, { ...given, money })).toMatchObject(refused('action_already_done'));
  expect(await findings()).toEqual([]);
});

describe.each(places)('%s', (place) => {
  test.each([
    ['no sum', { number: '1' }, 'missing_body_field'],
    ['a sum of nothing', { money: 0, number: '1' }, 'invalid_value'],
    ['half a fen', { money: '1.005', number: '1' }, 'invalid_value'],
    ['no number', { money: 1 }, 'missing_body_field'],
    ['a number with signs', { money: 1, number: '1-2' }, 'invalid_value'],
  ])('refuses %s and books nothing', async (_name, given, code) => {
    const before = await balances(shop.em());
    expect(await book(place, admin, given)).toMatchObject(refused(code));
    expect(await balances(shop.em())).toEqual(before);
  });

  test('asks for a key', async () => {
    expect(await book(place, admin, { money: 1, number: anyNumber() }, {})).toMatchObject({ status: 400 });
  });
});

const owed = async (): Promise<number> => 0 - ((await balances(shop.em()))['tax-payable'] ?? 0);

/** What the platform may draw out: of what was earned and put in, what is left. */
async function own(): Promise<number> {
  const sums = await balances(shop.em());
  const standing = [sums['commission'], sums['own-funds'], sums['provider-fees'], sums['drawings']];
  return 0 - standing.reduce<number>((total, fen) => total + (fen ?? 0), 0);
}

test("what is drawn out is the platform's own, and no more of it", async () => {
  await sold(); // as much as the seller owes to whom was refunded
  await shop.em().transactional((em) => bookFees(em, [{ key: 'fee:1', fen: -3_00, at: new Date() }]));
  const [fen, number] = [await own(), anyNumber()];
  const more = { money: yuanOf(fen + 1), number };
  expect(await book('drawings', admin, more)).toMatchObject(refused('precondition_failed', '余额不足'));
  const reply = await book('drawings', admin, { money: yuanOf(fen), number });
  expect(reply).toMatchObject({ status: 200, body: { money: yuanOf(fen), number } });
  expect(await own()).toBe(0);
  expect(await book('drawings', admin, { money: '0.01', number: anyNumber() })).toMatchObject({ status: 400 });
  expect(await shop.em().find(Audit, { subject: `drawing:${number}` })).toMatchObject([
    { actor: admin.uuid, action: 'ledger.drawing', after: String(fen), requestId: reply.headers.get('x-request-id') },
  ]);
  expect(await findings()).toEqual(['fee:1 is booked (provider-fee, 300 fen), and nothing says why']);
});

test('no more tax is paid than is owed', async () => {
  await withdrawn();
  const [fen, number] = [await owed(), anyNumber()];
  expect(fen).toBe(2 * 44_50);
  const more = { money: yuanOf(fen + 1), number };
  expect(await book('tax-payments', admin, more)).toMatchObject(refused('precondition_failed', '余额不足'));
  expect(await book('tax-payments', admin, { money: '44.50', number })).toMatchObject({ status: 200 });
  expect(await owed()).toBe(44_50);
  expect(await findings()).toHaveLength(1); // the fee of before
});

test('what does not lie with the provider is not drawn, whosever it is', async () => {
  const { provider = 0 } = await balances(shop.em());
  await shop.em().transactional((em) => bookFees(em, [{ key: 'fee:2', fen: 1 - provider, at: new Date() }]));
  const given = { money: '44.50', number: anyNumber() };
  expect(await book('tax-payments', admin, given)).toMatchObject(refused('precondition_failed'));
});

test('a top-up that no administrator has asked for is found', async () => {
  const at = new Date();
  await shop
    .em()
    .transactional((em) =>
      post(em, { eventKey: 'top-up:1', kind: 'top-up', subject: 'top-up:1', at, lines: topUpLines(5) }),
    );
  expect(await findings()).toContain('top-up:1 is booked (top-up, 5 fen), and nothing says why');
});
