import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { EntityManager } from '@mikro-orm/core';
import type { AccountCode } from '#domain/ledger/accounts.plan.ts';
import { sumOf } from '#domain/ledger/balances.ts';
import { bookManualEntry, type ManualKind } from '#domain/ledger/manual-entries.ts';
import { payTakeout, reserveTakeout } from '#domain/ledger/pay-outs.ts';
import { creditSale } from '#domain/ledger/sales.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';

// A sale of 100.00, of which 11.00 are commission and 44.00 were withdrawn with a tax of 4.40.
let database: TestDatabase;
const at = new Date();
const within = <T>(work: (em: EntityManager) => Promise<T>): Promise<T> => database.orm.em.fork().transactional(work);
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

const [sellerUuid, by] = [randomUUID(), { actor: 'op', requestId: 'r' }];
const anyNumber = () => randomUUID().replaceAll('-', '');
const book = (em: EntityManager, kind: ManualKind, fen: number, number = anyNumber()) =>
  bookManualEntry(em, { kind, number, fen, at }, by);
const sums = (codes: readonly AccountCode[]) => sumOf(database.orm.em.fork(), codes);

beforeEach(() =>
  within(async (em) => {
    const items = [{ certificateId: randomUUID(), sellerUuid, priceFen: 100_00, incomeFen: 89_00 }];
    const takeout = { takeoutId: randomUUID(), sellerUuid, fen: 44_00, taxFen: 4_40, at };
    await creditSale(em, { orderId: randomUUID(), at, items });
    await reserveTakeout(em, takeout);
    await payTakeout(em, takeout);
  }),
);

/** Until somebody waits for a lock, or the work is over. */
async function untilWaitingOrOver(work: Promise<void>): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  const over = work.then(
    () => true,
    () => true,
  );
  for (;;) {
    const rows: unknown[] = await database.orm.em.fork().getConnection().execute(waiting);
    if (rows.length > 0 || (await Promise.race([over, Promise.resolve(false)]))) return;
  }
}

test.each([
  ['drawing', ['commission', 'drawings']],
  ['tax-payment', ['tax-payable']],
] as const)('two at once of a %s do not find the same money', async (kind, from) => {
  const owed = async () => 0 - (await sums(from));
  const fen = await owed();
  let second: Promise<void> = Promise.resolve();
  await within(async (em) => {
    await book(em, kind, fen);
    second = within((other) => book(other, kind, 1)); // while the first one is not committed
    await untilWaitingOrOver(second);
  });
  await expect(second).rejects.toMatchObject({ code: 'balance_too_low' });
  expect(await owed()).toBe(0);
});

test('two at once of one movement book it once, whatever they say it was', async () => {
  const [number, kinds] = [anyNumber(), ['top-up', 'drawing', 'tax-payment'] as const];
  const settled = await Promise.allSettled(kinds.map((kind) => within((em) => book(em, kind, 1, number))));
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of settled)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'action_already_done' });
});
