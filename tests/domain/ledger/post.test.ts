import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { balanceOf, standingOf } from '#domain/ledger/balances.ts';
import { LedgerAccount, LedgerEntry, LedgerLine } from '#domain/ledger/ledger.entity.ts';
import { bounceTakeout, payTakeout, reserveTakeout, returnTakeout } from '#domain/ledger/pay-outs.ts';
import { post } from '#domain/ledger/post.ts';
import { paymentLines } from '#domain/ledger/postings.plan.ts';
import { bookRefund, settleRefund } from '#domain/ledger/refunds.ts';
import { creditSale, receivePayment, returnPayment } from '#domain/ledger/sales.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { balances } from '#tests/kit/ledger.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

const at = new Date('2026-01-02T03:04:05Z');
const within = <T>(work: (em: EntityManager) => Promise<T>): Promise<T> => database.orm.em.fork().transactional(work);
const em = () => database.orm.em.fork();
let seller: string;
beforeEach(() => void (seller = randomUUID()));

const item = (incomeFen = 8_900, priceFen = 10_000) => ({
  certificateId: randomUUID(),
  sellerUuid: seller,
  priceFen,
  incomeFen,
});
async function sell(incomeFen = 8_900): Promise<string> {
  const orderId = randomUUID();
  await within((unit) => creditSale(unit, { orderId, at, items: [item(incomeFen)] }));
  return orderId;
}
const takeout = (fen: number, taxFen = 0) => ({ takeoutId: randomUUID(), sellerUuid: seller, fen, taxFen, at });

describe('a sale', () => {
  test('credits each seller and the commission, once', async () => {
    const [orderId, other] = [randomUUID(), randomUUID()];
    const items = [item(), { ...item(), sellerUuid: other }, { ...item(0, 1), sellerUuid: other }];
    const before = await balances(em());
    for (let time = 0; time < 2; time++) await within((unit) => creditSale(unit, { orderId, at, items }));
    expect([await balanceOf(em(), seller), await balanceOf(em(), other)]).toEqual([8_900, 8_900]);
    const after = await balances(em());
    expect((after['commission'] ?? 0) - (before['commission'] ?? 0)).toBe(-2_201);
    expect(after['buyer-clearing']).toBe(before['buyer-clearing']);
  });

  test('that costs nothing books nothing', async () => {
    const orderId = randomUUID();
    await within((unit) => creditSale(unit, { orderId, at, items: [item(0, 0)] }));
    expect(await em().count(LedgerEntry, { subject: `order:${orderId}` })).toBe(0);
  });

  test('of another sum under the same order is a fault', async () => {
    const orderId = await sell();
    const again = within((unit) => creditSale(unit, { orderId, at, items: [item(8_901)] }));
    await expect(again).rejects.toThrow('is booked with other lines');
    expect(await balanceOf(em(), seller)).toBe(8_900);
  });

  test('told by two at once is booked once', async () => {
    const [orderId, items] = [randomUUID(), [item()]];
    const tell = () => within((unit) => creditSale(unit, { orderId, at, items }));
    await Promise.allSettled([tell(), tell(), tell()]);
    await tell();
    expect(await balanceOf(em(), seller)).toBe(8_900);
  });

  test('a payment that becomes none goes back', async () => {
    const orderId = randomUUID();
    const before = await balances(em());
    await within((unit) => receivePayment(unit, { orderId, fen: 77, at }));
    await within((unit) => returnPayment(unit, { orderId, fen: 77, at }));
    expect(await balances(em())).toEqual(before);
  });
});

describe('a refund', () => {
  test('takes from the seller and the commission, and leaves the provider when it is settled', async () => {
    const before = await balances(em());
    const orderId = await sell();
    const refund = { refundId: randomUUID(), orderId, at, items: [item()] };
    for (let time = 0; time < 2; time++) await within((unit) => bookRefund(unit, refund));
    expect(await balanceOf(em(), seller)).toBe(0);
    expect((await balances(em()))['refund-clearing']).toBe(-10_000);
    for (let time = 0; time < 2; time++) await within((unit) => settleRefund(unit, { ...refund, fen: 10_000 }));
    expect(await balances(em())).toEqual(before);
    await expect(within((unit) => settleRefund(unit, { ...refund, fen: 9_999 }))).rejects.toThrow('other lines');
  });

  test('of what was withdrawn is owed, and later income pays it first', async () => {
    const orderId = await sell();
    const paid = takeout(8_000, 800);
    await within((unit) => reserveTakeout(unit, paid));
    await within((unit) => payTakeout(unit, paid));
    const refund = { refundId: randomUUID(), orderId, at, items: [item()] };
    await within((unit) => bookRefund(unit, refund));
    expect(await standingOf(em(), seller)).toEqual({ payable: 0, receivable: 8_000 });
    await sell(5_000);
    expect(await standingOf(em(), seller)).toEqual({ payable: 0, receivable: 3_000 });
    await within((unit) => bookRefund(unit, refund)); // told again: what stands meanwhile does not matter
    await sell(5_000);
    expect(await standingOf(em(), seller)).toEqual({ payable: 2_000, receivable: 0 });
    await within((unit) => settleRefund(unit, { ...refund, fen: 10_000 }));
  });
});

describe('a withdrawal', () => {
  test('is set aside once, and never beyond the balance', async () => {
    await sell();
    const first = takeout(5_000);
    expect(await within((unit) => reserveTakeout(unit, first))).toBe(3_900);
    expect(await within((unit) => reserveTakeout(unit, first))).toBe(3_900);
    const more = within((unit) => reserveTakeout(unit, takeout(3_901)));
    await expect(more).rejects.toMatchObject({ code: 'balance_too_low' });
    expect(await balanceOf(em(), seller)).toBe(3_900);
  });

  test('of ten at once lets through what is there', async () => {
    await sell();
    const all = Array.from({ length: 10 }, () => within((unit) => reserveTakeout(unit, takeout(2_000))));
    const settled = await Promise.allSettled(all);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    for (const one of settled)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'balance_too_low' });
    expect(await balanceOf(em(), seller)).toBe(900);
  });

  test('ends once: paid or returned', async () => {
    await sell();
    const [paid, returned] = [takeout(1_000, 100), takeout(2_000, 200)];
    for (const one of [paid, returned]) await within((unit) => reserveTakeout(unit, one));
    for (let time = 0; time < 2; time++) await within((unit) => payTakeout(unit, paid));
    for (let time = 0; time < 2; time++) await within((unit) => returnTakeout(unit, returned));
    await expect(within((unit) => returnTakeout(unit, paid))).rejects.toThrow('other lines');
    await expect(within((unit) => payTakeout(unit, returned))).rejects.toThrow('other lines');
    expect(await balanceOf(em(), seller)).toBe(7_900);
    await within((unit) => bounceTakeout(unit, paid));
    expect(await balanceOf(em(), seller)).toBe(8_900);
  });

  test('cannot be paid that was not set aside', async () => {
    await sell();
    await expect(within((unit) => payTakeout(unit, takeout(100)))).rejects.toThrow('would stand at 100 fen');
    await expect(within((unit) => returnTakeout(unit, takeout(100)))).rejects.toThrow('would stand at 100 fen');
    expect(await balanceOf(em(), seller)).toBe(8_900);
  });
});

const run = (sql: string, values: unknown[] = []) => em().getConnection().execute(sql, values);

describe('the database itself', () => {
  const entry = { kind: 'payment', subject: 'order:x', at, digest: 'd'.repeat(64), createdAt: at } as const;
  const add = (lineCount: number, fens: number[]) =>
    within(async (unit) => {
      const row = unit.create(LedgerEntry, { ...entry, eventKey: randomUUID(), lineCount });
      for (const fen of fens)
        unit.create(LedgerLine, { entry: row, account: unit.getReference(LedgerAccount, 'provider'), fen });
      await unit.flush();
      return row.id;
    });

  beforeEach(() => sell());

  test.each(['ledger_account', 'ledger_entry', 'ledger_line'])(
    'refuses to change, delete and truncate %s',
    async (table) => {
      const column = table === 'ledger_account' ? 'code' : 'id';
      await expect(run(`update ${table} set ${column} = ${column}`)).rejects.toThrow('append-only: UPDATE');
      await expect(run(`delete from ${table}`)).rejects.toThrow('append-only: DELETE');
      await expect(run(`truncate ${table} cascade`)).rejects.toThrow('append-only: TRUNCATE');
    },
  );

  test.each<[string, number, number[], string]>([
    ['that does not sum to 0', 2, [5, -4], 'sums to 1 fen'],
    ['of one line', 1, [5], 'ledger_entry_line_count_check'],
    ['of fewer lines than it says', 3, [5, -5], 'has 2 lines, not 3'],
    ['of more lines than it says', 2, [5, -4, -1], 'has 3 lines, not 2'],
    ['without lines', 2, [], 'has 0 lines'],
    ['with a line of nothing', 3, [5, -5, 0], 'ledger_line_fen_check'],
  ])('refuses an entry %s', async (_name, lineCount, fens, message) => {
    await expect(add(lineCount, fens)).rejects.toThrow(message);
  });

  test('refuses lines that are added to an entry later', async () => {
    const id = await add(2, [5, -5]);
    const sql = `insert into ledger_line (entry_id, account_code, fen) values (?, 'provider', 1), (?, 'provider', -1)`;
    await expect(run(sql, [id, id])).rejects.toThrow('has 4 lines, not 2');
  });

  test('refuses a second entry of an event', async () => {
    const eventKey = randomUUID();
    const posting = { eventKey, kind: 'payment', subject: 'x', at, lines: paymentLines(5) } as const;
    await within((unit) => post(unit, posting));
    const row = { ...entry, eventKey, lineCount: 2 };
    await expect(within(async (unit) => void unit.create(LedgerEntry, row))).rejects.toThrow('event_key_unique');
  });

  test('refuses to let a seller stand below zero, whoever writes and however many at once', async () => {
    const account = `seller-payable:${seller}`;
    const steal = () =>
      within(async (unit) => {
        const row = unit.create(LedgerEntry, { ...entry, eventKey: randomUUID(), lineCount: 2 });
        unit.create(LedgerLine, { entry: row, account: unit.getReference(LedgerAccount, 'provider'), fen: -6_000 });
        unit.create(LedgerLine, {
          entry: row,
          account: unit.getReference(LedgerAccount, account as never),
          fen: 6_000,
        });
      });
    const settled = await Promise.allSettled([steal(), steal(), steal()]);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(steal()).rejects.toThrow('would stand at');
    expect(await balanceOf(em(), seller)).toBe(2_900);
  });
});
