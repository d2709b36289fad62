import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createReconciliation } from '#activities/business/reconciliation.ts';
import { createBillFetching } from '#activities/io/bills.ts';
import { bookManualEntry } from '#domain/ledger/manual-entries.ts';
import { bounceTakeout, payTakeout, reserveTakeout, returnTakeout } from '#domain/ledger/pay-outs.ts';
import { creditSale } from '#domain/ledger/sales.ts';
import { chinaDayOf } from '#domain/payouts/china-day.plan.ts';
import type { BillRow as BilledRow } from '#domain/ports/payments.ts';
import { BillRow, ReconciliationCase } from '#domain/reconciliation/reconciliation.entity.ts';
import { startAlipay, type Alipay } from '#tests/kit/alipay.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';

let [database, alipay]: [TestDatabase?, Alipay?] = [];
let clockMs = Date.UTC(2026, 1, 20, 4); // noon in China
const daysLater = (days: number) => ({ now: () => new Date(clockMs + days * 24 * 3600_000) });
beforeAll(async () => {
  [database, alipay] = await Promise.all([createTestDatabase(), startAlipay({ now: () => clockMs })]);
});
afterAll(() => Promise.all([database?.drop(), alipay?.close()]));

test("the stand-in's bill is read, kept and compared; what it says otherwise is found", async () => {
  if (!database || !alipay) throw new Error('not started');
  const { orm } = database;
  const [now, sellerUuid] = [new Date(clockMs), randomUUID()];
  const takeouts = [randomUUID(), randomUUID(), randomUUID()].map((takeoutId) => ({
    takeoutId,
    sellerUuid,
    fen: 1_000,
    taxFen: 100,
    at: now,
  }));
  const items = [{ certificateId: 'c', sellerUuid, priceFen: 5_000, incomeFen: 5_000 }];
  const later = daysLater(30).now(); // not of the bills that are looked at
  await orm.em.fork().transactional(async (em) => {
    await creditSale(em, { orderId: randomUUID(), at: later, items });
    for (const one of takeouts) {
      await reserveTakeout(em, one);
      await payTakeout(em, one);
    }
  });
  const numbers = takeouts.map(({ takeoutId }) => takeoutId.replaceAll('-', ''));
  for (const number of numbers)
    await alipay.payments.transfer({ number, fen: 900, title: 't', payee: { account: 'a', name: 'n' } });
  const [, changed = '', silent = ''] = numbers;
  const bill = { [changed]: 901, [silent]: null };
  const { toppedUp = '', drawn = '' } = alipay.misbehave({ bill, topUp: 500, draw: 200 });
  const by = { actor: 'op', requestId: 'r' };
  await orm.em.fork().transactional(async (em) => {
    await bookManualEntry(em, { kind: 'top-up', number: toppedUp, fen: 500, at: now }, by);
    await bookManualEntry(em, { kind: 'drawing', number: drawn, fen: 200, at: now }, by);
  });

  const day = chinaDayOf(now);
  clockMs += 2 * 24 * 3600_000; // no trades: there is one table only
  const clock = daysLater(0);
  expect(await createBillFetching({ orm, clock, payments: alipay.payments }).fetchBill({ day })).toBe('ready');
  const { recordComparison } = createReconciliation({ orm, clock });
  expect(await recordComparison({ day })).toEqual({ day, matched: 3, missingHere: 0, missingThere: 1, different: 1 });
  const cases = await orm.em.fork().find(ReconciliationCase, {});
  const facts = cases.map(({ kind, key, ourFen, theirFen }) => [kind, key, ourFen, theirFen]);
  expect(facts).toHaveLength(2);
  expect(facts).toContainEqual(['different_sum', `transfer:${changed}`, -900, -901]);
  expect(facts).toContainEqual(['missing_there', `transfer:${silent}`, -900, null]);
});

test('what came back is found in both books, also where it was never booked as gone', async () => {
  if (!database || !alipay) throw new Error('not started');
  const [{ orm }, at, sellerUuid] = [database, new Date(clockMs), randomUUID()];
  const [seen, unseen] = [0, 0].map(() => ({ takeoutId: randomUUID(), sellerUuid, fen: 1_000, taxFen: 100, at }));
  if (!seen || !unseen) throw new Error('nothing');
  for (const { takeoutId } of [seen, unseen]) {
    const payee = { account: 'return@x', name: 'n' };
    await alipay.payments.transfer({ number: takeoutId.replaceAll('-', ''), fen: 900, title: 't', payee });
  }
  const items = [{ certificateId: 'c', sellerUuid, priceFen: 2_000, incomeFen: 2_000 }];
  await orm.em.fork().transactional(async (em) => {
    await creditSale(em, { orderId: randomUUID(), at: daysLater(9).now(), items });
    for (const one of [seen, unseen]) await reserveTakeout(em, one);
    await payTakeout(em, seen);
    await bounceTakeout(em, seen);
    await returnTakeout(em, unseen);
  });
  const day = chinaDayOf(at);
  clockMs += 2 * 24 * 3600_000;
  const world = { orm, clock: daysLater(0), payments: alipay.payments };
  expect(await createBillFetching(world).fetchBill({ day })).toBe('ready');
  expect(await createReconciliation(world).recordComparison({ day })).toMatchObject({ matched: 2, missingHere: 2 });
  expect(await orm.em.fork().count(BillRow, { day })).toBe(4);
  expect(await orm.em.fork().find(ReconciliationCase, { day, status: 'OPEN' })).toEqual([]);
});

test('a bill that is not there yet, or that nobody can tell of, is said to be so', async () => {
  if (!database) throw new Error('not started');
  const { orm } = database;
  const clock = { now: () => new Date('2026-01-02T04:00:00Z') };
  for (const state of ['absent', 'unknown'] as const) {
    const dailyBill = async () => (state === 'absent' ? { state } : { state, reason: 'lost' });
    const { fetchBill } = createBillFetching({ orm, clock, payments: { dailyBill } });
    expect(await fetchBill({ day: '2026-01-01' })).toBe(state);
  }
});

test('a part of a bill is waited for, and of an older day it is all there will be', async () => {
  if (!database) throw new Error('not started');
  const { orm } = database;
  const at = new Date('2026-01-01T04:00:00Z');
  const row: BilledRow = { kind: 'transfer', providerNumber: 'p', number: 'part', refundNumber: null, fen: -5, at };
  const dailyBill = async () => ({ state: 'partial' as const, rows: [row] });
  const seenAt = (now: string) =>
    createBillFetching({ orm, clock: { now: () => new Date(now) }, payments: { dailyBill } });
  expect(await seenAt('2026-01-02T04:00:00Z').fetchBill({ day: '2026-01-01' })).toBe('absent');
  expect(await orm.em.fork().count(BillRow, { key: 'transfer:part' })).toBe(0);
  expect(await seenAt('2026-01-03T04:00:00Z').fetchBill({ day: '2026-01-01' })).toBe('ready');
  expect(await orm.em.fork().count(BillRow, { key: 'transfer:part' })).toBe(1);
});

test('a bill that cannot be read is tried for three nights', async () => {
  if (!database) throw new Error('not started');
  const { orm } = database;
  const payments = { dailyBill: async () => ({ state: 'unreadable' }) as const };
  const states = ['2026-01-02', '2026-01-03', '2026-01-04', '2026-02-01'].map((today) => {
    const clock = { now: () => new Date(`${today}T04:50:00+08:00`) };
    return createBillFetching({ orm, clock, payments }).fetchBill({ day: '2026-01-01' });
  });
  expect(await Promise.all(states)).toEqual(['unknown', 'unknown', 'unreadable', 'unreadable']);
});
