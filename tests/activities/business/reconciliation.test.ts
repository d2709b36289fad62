import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createReconciliation } from '#activities/business/reconciliation.ts';
import { createBillFetching } from '#activities/io/bills.ts';
import { bookManualEntry } from '#domain/ledger/manual-entries.ts';
import { payTakeout, reserveTakeout, returnTakeout } from '#domain/ledger/pay-outs.ts';
import { creditSale } from '#domain/ledger/sales.ts';
import type { BillRow } from '#domain/ports/payments.ts';
import { billKeyOf, compareBooks, daysAtATime } from '#domain/reconciliation/compare.plan.ts';
import { ReconciliationCase } from '#domain/reconciliation/reconciliation.entity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';

let database: TestDatabase;
let rows: BillRow[] = [];
const now = new Date('2026-02-10T04:00:00Z');
const bills = () =>
  createBillFetching({ orm: database.orm, clock, payments: { dailyBill: async () => ({ state: 'ready', rows }) } });
const clock = { now: () => now };
const books = () => createReconciliation({ orm: database.orm, clock });
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

const em = () => database.orm.em.fork();
const atNoon = (day: string) => new Date(`${day}T12:00:00+08:00`);
const bare = (id: string) => id.replaceAll('-', '');

/** A sale in our book, and its row in theirs. */
async function sale(day: string, fen: number): Promise<{ orderId: string; row: BillRow }> {
  const [orderId, at] = [randomUUID(), atNoon(day)];
  const items = [{ certificateId: randomUUID(), sellerUuid: randomUUID(), priceFen: fen, incomeFen: fen }];
  await em().transactional((unit) => creditSale(unit, { orderId, at, items }));
  const row = { kind: 'trade', providerNumber: 'p', number: bare(orderId), refundNumber: null, fen, at } as const;
  return { orderId, row };
}
async function night(day: string, billed: BillRow[]) {
  rows = billed;
  await bills().fetchBill({ day });
  await bills().fetchBill({ day }); // a lost worker keeps it once
  await books().recordComparison({ day });
  return books().recordComparison({ day });
}
const casesOf = (day: string) => em().find(ReconciliationCase, { day }, { orderBy: { kind: 'asc' } });

test('the first night begins with the first payment', async () => {
  const { listPendingDays } = books();
  expect(await listPendingDays({ last: '2025-12-31' })).toEqual(['2025-12-31']);
  const day = '2025-12-29';
  const { row } = await sale(day, 500);
  expect(await listPendingDays({ last: '2025-12-30' })).toEqual([day, '2025-12-30']);
  expect(await night(day, [row])).toMatchObject({ matched: 1 });
});

test('what fits is matched, of a withdrawal as well', async () => {
  const day = '2026-01-01';
  const { row } = await sale(day, 500);
  const [takeoutId, sellerUuid] = [randomUUID(), randomUUID()];
  const items = [{ certificateId: 'c', sellerUuid, priceFen: 100, incomeFen: 100 }];
  const takeout = { takeoutId, sellerUuid, fen: 100, taxFen: 10, at: atNoon(day) };
  const orderId = randomUUID();
  const before = { ...row, number: bare(orderId), fen: 100 };
  await em().transactional(async (unit) => {
    await creditSale(unit, { orderId, at: atNoon('2025-12-31'), items });
    await reserveTakeout(unit, takeout);
    await payTakeout(unit, takeout);
  });
  const transfer = { ...row, kind: 'transfer', number: bare(takeoutId), fen: -90 } as const;
  expect(await night(day, [before, row, transfer])).toEqual({
    day,
    matched: 3,
    missingHere: 0,
    missingThere: 0,
    different: 0,
  });
  expect(await casesOf(day)).toEqual([]);
});

test('money of our own goes by the number of its movement', async () => {
  const [day, number, fen, by] = ['2026-01-03', bare(randomUUID()), 700, { actor: 'op', requestId: 'r' }];
  await em().transactional((unit) => bookManualEntry(unit, { kind: 'top-up', number, fen, at: atNoon(day) }, by));
  const row: BillRow = { kind: 'other', providerNumber: 'p', number, refundNumber: null, fen, at: atNoon(day) };
  expect(await night(day, [row])).toMatchObject({ matched: 1, missingThere: 0 });
});

test('what was drawn out, and tax that was paid, close their cases when they are booked', async () => {
  const [day, next, by] = ['2026-01-04', '2025-12-30', { actor: 'op', requestId: 'r' }];
  const { row } = await sale(day, 500);
  const [drawn, taxed] = [bare(randomUUID()), bare(randomUUID())];
  const out = (number: string, fen: number): BillRow => ({ ...row, kind: 'other', number, fen: -fen });
  expect(await night(day, [row, out(drawn, 100), out(taxed, 5)])).toMatchObject({ matched: 1, missingHere: 2 });
  const at = atNoon(day);
  await em().transactional(async (unit) => {
    await bookManualEntry(unit, { kind: 'top-up', number: 'first', fen: 100, at: atNoon('2026-12-31') }, by);
    await bookManualEntry(unit, { kind: 'drawing', number: drawn, fen: 100, at }, by);
    await bookManualEntry(unit, { kind: 'tax-payment', number: taxed, fen: 5, at }, by);
  });
  expect(await night(next, [])).toMatchObject({ missingThere: 0 });
  expect((await casesOf(day)).map(({ resolvedBy }) => resolvedBy)).toEqual(['reconciliation', 'reconciliation']);
});

test('what differs becomes a case, once', async () => {
  const day = '2026-01-05';
  const [known, lost, changed] = [await sale(day, 500), await sale(day, 700), await sale(day, 900)];
  const stranger = { ...known.row, number: 'f'.repeat(32), fen: 33 };
  const figures = await night(day, [known.row, { ...changed.row, fen: 901 }, stranger]);
  expect(figures).toEqual({ day, matched: 1, missingHere: 1, missingThere: 1, different: 1 });
  expect(await casesOf(day)).toMatchObject([
    { kind: 'different_sum', key: `trade:${bare(changed.orderId)}`, ourFen: 900, theirFen: 901 },
    { kind: 'missing_here', key: `trade:${stranger.number}`, ourFen: null, theirFen: 33, status: 'OPEN' },
    { kind: 'missing_there', key: `trade:${bare(lost.orderId)}`, ourFen: 700, theirFen: null },
  ]);
});

test('what is billed twice differs in its sum', async () => {
  const day = '2026-01-07';
  const { row } = await sale(day, 500);
  expect(await night(day, [row, row])).toMatchObject({ matched: 0, different: 1 });
});

test('what is billed again on another day differs in its sum, once', async () => {
  const [day, next] = ['2026-01-08', '2026-01-09'];
  const { orderId, row } = await sale(day, 500);
  expect(await night(day, [row])).toMatchObject({ matched: 1, different: 0 });
  expect(await night(next, [{ ...row, providerNumber: 'p2' }])).toMatchObject({ matched: 0, different: 1 });
  expect(await casesOf(next)).toMatchObject([
    { kind: 'different_sum', key: `trade:${bare(orderId)}`, ourFen: 500, theirFen: 1000, providerNumber: 'p2' },
  ]);
});

test('a sum that comes in two parts on two days closes its case by itself', async () => {
  const [day, next] = ['2026-01-02', '2026-01-06'];
  const { row } = await sale(day, 500);
  expect(await night(day, [{ ...row, fen: 300 }])).toMatchObject({ different: 1 });
  expect(await night(next, [{ ...row, fen: 200 }])).toMatchObject({ matched: 1 });
  expect(await casesOf(day)).toMatchObject([{ kind: 'different_sum', resolvedBy: 'reconciliation' }]);
});

test('what a later bill has, or is booked later, is closed by itself', async () => {
  const [day, next] = ['2026-01-10', '2026-01-11'];
  const late = await sale(day, 500);
  const stranger: BillRow = { ...late.row, number: bare(randomUUID()), fen: 44 };
  await night(day, [stranger]);
  expect((await casesOf(day)).map(({ status }) => status)).toEqual(['OPEN', 'OPEN']);
  const orderId = stranger.number.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const items = [{ certificateId: 'c', sellerUuid: randomUUID(), priceFen: 44, incomeFen: 44 }];
  await em().transactional((unit) => creditSale(unit, { orderId, at: atNoon(day), items }));
  expect(await night(next, [{ ...late.row, at: atNoon(next) }])).toMatchObject({ matched: 1, missingThere: 0 });
  expect((await casesOf(day)).map(({ resolvedBy }) => resolvedBy)).toEqual(['reconciliation', 'reconciliation']);
});

test('what is booked for a day that was compared already is missed by the next night, once', async () => {
  const [day, next, after] = ['2026-01-12', '2026-01-13', '2026-01-14'];
  await night(day, []);
  const late = await sale(day, 500);
  expect(await night(next, [])).toMatchObject({ missingThere: 1 });
  expect(await night(after, [])).toMatchObject({ missingThere: 0 });
  expect(await casesOf(next)).toMatchObject([{ kind: 'missing_there', key: `trade:${bare(late.orderId)}` }]);
});

test('a transfer that left and did not come back is missing here, whatever the withdrawal says', async () => {
  const [day, next] = ['2026-01-16', '2026-01-17'];
  const { orderId: takeoutId, row } = await sale(day, 500);
  const takeout = { takeoutId, sellerUuid: randomUUID(), fen: 100, at: atNoon(day) };
  const items = [{ certificateId: 'c', sellerUuid: takeout.sellerUuid, priceFen: 100, incomeFen: 100 }];
  await em().transactional(async (unit) => {
    await creditSale(unit, { orderId: randomUUID(), at: atNoon('2026-12-31'), items });
    await reserveTakeout(unit, takeout);
  });
  const [gone, back] = [-90, 90].map((fen): BillRow => ({ ...row, kind: 'transfer', fen }));
  if (!gone || !back) throw new Error('nothing');
  const statusesOf = async () => (await casesOf(day)).map(({ kind, status }) => [kind, status]);
  await night(day, [row, gone]);
  expect(await statusesOf()).toEqual([['missing_here', 'OPEN']]);
  await em().transactional((unit) => returnTakeout(unit, takeout));
  await night(next, [back]);
  expect(await statusesOf()).toEqual([['missing_here', 'RESOLVED']]);
  expect(await casesOf(next)).toMatchObject([
    { kind: 'missing_here', status: 'RESOLVED', resolvedBy: 'reconciliation' },
  ]);
});

test('a bill that nobody can read is a case, once, and what is booked is missing in it', async () => {
  const day = '2026-01-15';
  const { orderId } = await sale(day, 500);
  for (let tries = 0; tries < 2; tries++)
    expect(await books().recordComparison({ day, isUnreadable: true })).toMatchObject({ matched: 0, missingThere: 1 });
  expect(await casesOf(day)).toMatchObject([
    { kind: 'missing_there', key: `trade:${bare(orderId)}` },
    { kind: 'unreadable', key: `bill:${day}`, ourFen: null, theirFen: null, status: 'OPEN' },
  ]);
});

test('days that were left out are made up for, the oldest first, a month at a time', async () => {
  const { listPendingDays } = books();
  for (const day of await listPendingDays({ last: '2026-01-17' })) await night(day, []);
  expect(await listPendingDays({ last: '2026-01-17' })).toEqual([]);
  expect(await listPendingDays({ last: '2026-01-20' })).toEqual(['2026-01-18', '2026-01-19', '2026-01-20']);
  const many = await listPendingDays({ last: '2026-12-31' });
  expect([many[0], many.at(-1), many.length]).toEqual(['2026-01-18', '2026-02-17', daysAtATime]);
});

test('the day of a payment that is booked late is made up for, though all days after it were compared', async () => {
  const { listPendingDays } = books();
  const { row } = await sale('2025-12-20', 500);
  const [day = '', ...others] = await listPendingDays({ last: '2026-01-17' });
  expect([day, ...others]).toEqual(Array.from({ length: 9 }, (_, i) => `2025-12-${20 + i}`));
  expect(await night(day, [row])).toMatchObject({ matched: 1 });
});

test('a bill of an older day that is not there is not waited for', async () => {
  const nobody = { dailyBill: async () => ({ state: 'absent' }) as const };
  const { fetchBill } = createBillFetching({ orm: database.orm, clock, payments: nobody });
  expect([await fetchBill({ day: '2026-02-09' }), await fetchBill({ day: '2026-02-08' })]).toEqual(['absent', 'none']);
});

describe('the plan', () => {
  test.each([
    [{ kind: 'trade', number: 'a-b', refundNumber: null, fen: 1 }, 'trade:ab'],
    [{ kind: 'refund', number: 'a', refundNumber: 'c-d', fen: -1 }, 'refund:cd'],
    [{ kind: 'refund', number: 'a', refundNumber: null, fen: -1 }, 'refund:a'],
    [{ kind: 'transfer', number: 'e', refundNumber: null, fen: -1 }, 'transfer:e'],
    [{ kind: 'transfer', number: 'e', refundNumber: null, fen: 1 }, 'return:e'],
    [{ kind: 'other', number: '7', refundNumber: null, fen: 1 }, 'other:7'],
  ] as const)('knows %j as %s', (row, key) => expect(billKeyOf(row)).toBe(key));

  test('of two empty books finds nothing', () => {
    expect(compareBooks({ theirs: [], named: [], unnamed: [] })).toEqual({ matched: 0, found: [] });
  });
});
