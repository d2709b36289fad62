import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTakeoutRecords } from '#activities/business/takeouts.ts';
import { createTransfers } from '#activities/io/transfers.ts';
import { createSecrets } from '#adapters/secrets.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { standingOf } from '#domain/ledger/balances.ts';
import { bookRefund } from '#domain/ledger/refunds.ts';
import { creditSale } from '#domain/ledger/sales.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import { transferNumberOf } from '#domain/payouts/takeout.plan.ts';
import type { Payments, TransferFacts } from '#domain/ports/payments.ts';
import { asActivity } from '#tests/kit/activity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { equip, flatTax } from '#tests/kit/takeouts.ts';

let database: TestDatabase;
const secrets = createSecrets(Buffer.alloc(32, 7));
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

/** A provider that knows each number once, whatever is sent under it again. */
function provider(reply: 'heard' | 'lost' = 'heard') {
  const made = new Map<string, unknown>();
  const sent: Parameters<Payments['transfer']>[0][] = [];
  const at = new Date('2026-01-02T03:04:05Z');
  const known = (number: string): TransferFacts =>
    made.has(number) ? { state: 'done', providerNumber: `p-${number}`, at } : { state: 'absent' };
  return {
    made,
    sent,
    async transfer(request: Parameters<Payments['transfer']>[0]) {
      sent.push(request);
      made.set(request.number, request);
      const facts = known(request.number);
      return reply === 'lost' || facts.state === 'absent' ? ({ state: 'unknown', reason: 'lost' } as const) : facts;
    },
    queryTransfer: async (number: string) => known(number),
  };
}

const em = () => database.orm.em.fork();
const place = () => ({ orm: database.orm, secrets });
async function earner(fen: number): Promise<User> {
  const passwords = { hash: async () => 'none' };
  const user = await buildUser({ ...place(), ports: { passwords } }, { realm: 'vfine' });
  await equip(place(), user, fen);
  return user;
}
async function approved(fen = 10_000, user?: User): Promise<string> {
  const { uuid: userUuid } = user ?? (await earner(fen));
  const records = createTakeoutRecords({ ...place(), clock: { now: () => new Date() }, tax: flatTax });
  const takeoutId = randomUUID();
  await records.recordTakeout({ takeoutId, userUuid, fen });
  const decision = { takeoutId, event: 'approve' } as const;
  await asActivity().run(() => records.recordTakeoutDecision(decision));
  return takeoutId;
}
/** An approved withdrawal of all that somebody has, and what takes most of it back. */
async function approvedThenOwed() {
  const user = await earner(1_100);
  const [orderId, at] = [randomUUID(), new Date()];
  const items = [{ certificateId: randomUUID(), sellerUuid: user.uuid, priceFen: 10_000, incomeFen: 8_900 }];
  await em().transactional((unit) => creditSale(unit, { orderId, at, items }));
  const takeoutId = await approved(10_000, user);
  const refund = () => em().transactional((unit) => bookRefund(unit, { refundId: randomUUID(), orderId, at, items }));
  return { takeoutId, refund, standing: () => standingOf(em(), user.uuid) };
}
const run = (payments: ReturnType<typeof provider>, takeoutId: string, attempt = 1) => {
  const { sendTransfer } = createTransfers({ orm: database.orm, clock: { now: () => new Date() }, secrets, payments });
  return asActivity({ attempt }).run(() => sendTransfer({ takeoutId }));
};

test('sends what was approved less the tax, under the number of the withdrawal', async () => {
  const [takeoutId, alipay] = [await approved(), provider()];
  const number = transferNumberOf(takeoutId);
  expect(await run(alipay, takeoutId)).toEqual({
    state: 'done',
    providerNumber: `p-${number}`,
    at: '2026-01-02T03:04:05.000Z',
  });
  expect(alipay.sent).toEqual([
    { number, fen: 9_000, title: '音乐授权收入', payee: { account: 'dayifu@example.org', name: '大姨夫' } },
  ]);
});

test('tried again, it asks first and sends nothing that is there', async () => {
  const [takeoutId, alipay] = [await approved(), provider('lost')];
  expect(await run(alipay, takeoutId)).toEqual({ state: 'unknown', reason: 'lost' });
  expect(await run(alipay, takeoutId, 2)).toMatchObject({ state: 'done' });
  expect([alipay.sent.length, alipay.made.size]).toEqual([1, 1]);
});

test('tried again where nothing is there, it sends the very same', async () => {
  const [takeoutId, alipay] = [await approved(), provider()];
  expect(await run(alipay, takeoutId, 2)).toMatchObject({ state: 'done' });
  await run(alipay, takeoutId);
  expect(alipay.sent[1]).toEqual(alipay.sent[0]);
  expect(alipay.made.size).toBe(1);
});

test('sends nothing of what was not approved', async () => {
  const [takeoutId, alipay] = [await approved(), provider()];
  await em().nativeUpdate(Takeout, { id: takeoutId }, { status: 'REQUESTING' });
  expect(await run(alipay, takeoutId)).toEqual({ state: 'absent' });
  expect(alipay.sent).toEqual([]);
});

test('of somebody who owes since the approval nothing is sent: it fails, and its money pays the debt', async () => {
  const [{ takeoutId, refund, standing }, alipay] = [await approvedThenOwed(), provider()];
  await refund();
  for (const attempt of [1, 2])
    expect(await run(alipay, takeoutId, attempt)).toEqual({ state: 'failed', code: 'SELLER_OWES' });
  expect(alipay.sent).toEqual([]);
  const remark = '账户有欠款,款项已退回并先抵扣欠款';
  expect(await em().findOneOrFail(Takeout, takeoutId)).toMatchObject({ status: 'FAIL', sentAt: null, remark });
  expect(await standing()).toEqual({ payable: 1_100, receivable: 0 });
});

test('what may have been sent is sent again, whatever its musician owes since then', async () => {
  const [{ takeoutId, refund, standing }, alipay] = [await approvedThenOwed(), provider('lost')];
  await run(alipay, takeoutId);
  alipay.made.clear(); // it never arrived
  await refund();
  await run(alipay, takeoutId, 2);
  expect(alipay.sent).toHaveLength(2);
  expect(await em().findOneOrFail(Takeout, takeoutId)).toMatchObject({ status: 'WAITING', sentAt: expect.any(Date) });
  expect(await standing()).toEqual({ payable: 0, receivable: 8_900 });
});

test('fails where the tax of the day leaves less than the provider transfers', async () => {
  const [takeoutId, alipay] = [await approved(11), provider()];
  await em().nativeUpdate(Takeout, { id: takeoutId }, { taxFen: 2 });
  expect(await run(alipay, takeoutId)).toEqual({ state: 'failed', code: 'TRANSFER_LIMIT' });
  expect(alipay.sent).toEqual([]);
});
