import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createReconciliation } from '#activities/business/reconciliation.ts';
import { checkLedger } from '#domain/ledger/check.ts';
import { bookFees } from '#domain/ledger/fees.ts';
import { LedgerEntry } from '#domain/ledger/ledger.entity.ts';
import { post } from '#domain/ledger/post.ts';
import { topUpLines } from '#domain/ledger/postings.plan.ts';
import { dayAfter } from '#domain/payouts/china-day.plan.ts';
import type { BillRow } from '#domain/ports/payments.ts';
import { keepBill } from '#domain/reconciliation/reconcile.ts';
import { ReconciliationCase } from '#domain/reconciliation/reconciliation.entity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { balances } from '#tests/kit/ledger.ts';

let database: TestDatabase;
let now = Date.UTC(2026, 1, 10);
const clock = { now: () => new Date(now++) };
let [day, next] = ['2026-01-01', '2026-01-02'];
beforeAll(async () => void (database = await createTestDatabase()));
beforeEach(() => void ([day, next] = [dayAfter(next), dayAfter(dayAfter(next))]));
afterAll(() => database.drop());

const em = () => database.orm.em.fork();
const serial = () => randomUUID().replaceAll('-', '');
const record = (date: string) => createReconciliation({ orm: database.orm, clock }).recordComparison({ day: date });
const casesOf = (date: string) => em().find(ReconciliationCase, { day: date }, { orderBy: { key: 'asc' } });
const findings = async () =>
  (await checkLedger(em())).flatMap((one) => one.findings.filter((it) => it.includes('fee:')));
const bookedOf = (number: string) => em().find(LedgerEntry, { eventKey: { $like: `fee:${number}%` } });
const feesOf = async () => (await balances(em()))['provider-fees'] ?? 0;

const fee = (number: string, fen: number): BillRow => ({
  kind: 'fee',
  providerNumber: 'p',
  number,
  refundNumber: null,
  fen,
  at: new Date(`${day}T12:00:00+08:00`),
});
async function night(date: string, rows: BillRow[]) {
  await em().transactional((unit) => keepBill(unit, date, rows));
  return record(date);
}

test('what was charged and given back is booked by the night, and matched', async () => {
  const [charged, back, before] = [serial(), serial(), await feesOf()];
  const figures = await night(day, [fee(charged, -300), fee(back, 120)]);
  expect(figures).toEqual({ day, matched: 2, missingHere: 0, missingThere: 0, different: 0 });
  expect(await feesOf()).toBe(before + 180);
  expect(await bookedOf(charged)).toMatchObject([{ kind: 'provider-fee', at: fee(charged, 0).at }]);
  expect(await bookedOf(back)).toMatchObject([{ kind: 'provider-fee-returned' }]);
  expect(await casesOf(day)).toEqual([]);
  expect(await findings()).toEqual([]);
});

test('the same night again, and two at once, book once', async () => {
  const [number, before] = [serial(), await feesOf()];
  await em().transactional((unit) => keepBill(unit, day, [fee(number, -300)]));
  await Promise.allSettled([record(day), record(day)]); // a worker that was given up may still be at it
  expect(await record(day)).toMatchObject({ matched: 1 });
  expect([await feesOf(), (await bookedOf(number)).length]).toEqual([before + 300, 1]);
});

test.each([
  ['another sum', -301],
  ['the same sum', -300],
  ['another sign', 300],
])('a later bill that has the number again with %s is a case, and books nothing', async (_name, fen) => {
  const [number, before] = [serial(), await feesOf()];
  await night(day, [fee(number, -300)]);
  const later = { ...fee(number, fen), at: new Date(`${next}T12:00:00+08:00`) };
  expect(await night(next, [later])).toMatchObject({ matched: 0, different: 1 });
  expect(await casesOf(next)).toMatchObject([
    { kind: 'different_sum', key: `fee:${number}`, ourFen: -300, theirFen: fen - 300, status: 'OPEN' },
  ]);
  expect(await feesOf()).toBe(before + 300);
  expect(await findings()).toEqual([]);
});

test('a fee that a bill has twice is booked once, and its repetition is a case', async () => {
  const [number, before] = [serial(), await feesOf()];
  const figures = await night(day, [fee(number, -300), fee(number, -300)]);
  expect(figures).toMatchObject({ matched: 1, missingHere: 1, different: 0 });
  expect(await casesOf(day)).toMatchObject([{ kind: 'missing_here', key: `other:${number}`, theirFen: -300 }]);
  expect(await feesOf()).toBe(before + 300);
  expect(await findings()).toEqual([]);
});

test('a fee of nothing books nothing and stops no night', async () => {
  const number = serial();
  expect(await night(day, [fee(number, 0)])).toMatchObject({ matched: 0, missingHere: 1 });
  expect(await bookedOf(number)).toEqual([]);
});

test('what one of both has alone, or moved elsewhere, is found', async () => {
  const [unbilled, forgotten] = [serial(), serial()];
  await em().transactional((unit) => bookFees(unit, [{ key: `fee:${unbilled}`, fen: -5, at: clock.now() }]));
  expect(await findings()).toEqual([`fee:${unbilled} is booked (provider-fee, 5 fen), and nothing says why`]);
  await night(day, []);
  await em().transactional((unit) => keepBill(unit, day, [fee(forgotten, -7)]));
  expect(await findings()).toContain(`fee:${forgotten} is not booked (provider-fee, 7 fen)`);
  const elsewhere = { eventKey: 'fee:1', kind: 'provider-fee', subject: 'fee:1', lines: topUpLines(5) } as const;
  await em().transactional((unit) => post(unit, { ...elsewhere, at: clock.now() }));
  expect(await findings()).toEqual(
    expect.arrayContaining(['fee:1 moves 5 fen at provider', 'fee:1 moves -5 fen at own-funds']),
  );
});
