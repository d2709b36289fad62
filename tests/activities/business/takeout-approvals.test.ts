import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createTakeoutRecords } from '#activities/business/takeouts.ts';
import { createSecrets } from '#adapters/secrets.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { balanceOf, standingOf } from '#domain/ledger/balances.ts';
import { bookRefund } from '#domain/ledger/refunds.ts';
import { creditSale } from '#domain/ledger/sales.ts';
import type { TaxSettings } from '#domain/payouts/withholding.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { isProven } from '#domain/tax/tax.plan.ts';
import { asActivity } from '#tests/kit/activity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { equip } from '#tests/kit/takeouts.ts';

// Approvals by the statutory rules of the tax.
let database: TestDatabase;
const secrets = createSecrets(Buffer.alloc(32, 7));
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

let now: Date;
const on = (day: string) => void (now = new Date(`${day}T03:04:05Z`));
const labour: TaxSettings = { table: { rules: 'statutory' }, income: 'labour', payee: 'platform-worker' };
let tax: TaxSettings;
beforeEach(() => {
  on('2026-01-15');
  tax = labour;
});

const em = () => database.orm.em.fork();
const place = () => ({ orm: database.orm, secrets });
const records = () => createTakeoutRecords({ ...place(), clock: { now: () => now }, tax });
async function earner(fen: number): Promise<User> {
  const passwords = { hash: async () => 'none' };
  const user = await buildUser({ ...place(), ports: { passwords } }, { realm: 'vfine' });
  await equip(place(), user, fen);
  return user;
}
const rowOf = (id: string) => em().findOneOrFail(Takeout, { id }, { populate: ['user'] });
async function requested({ uuid: userUuid }: User, fen = 3_000_000): Promise<string> {
  const takeoutId = randomUUID();
  await records().recordTakeout({ takeoutId, userUuid, fen });
  return takeoutId;
}
async function approved(takeoutId: string): Promise<Takeout> {
  const decision = { takeoutId, event: 'approve' } as const;
  await asActivity().run(() => records().recordTakeoutDecision(decision));
  return rowOf(takeoutId);
}

test('an approval fixes what its day asks for', async () => {
  const user = await earner(12_000_000);
  const printed = [57_000, 71_000, 190_000];
  for (const [month, taxFen] of printed.entries()) {
    on(`2026-0${month + 1}-15`);
    const row = await approved(await requested(user));
    expect(row).toMatchObject({ status: 'WAITING', taxFen, approvedAt: now });
    expect(isProven(row.explanation)).toBe(true);
  }
});

test('an approval counts what was approved since the request', async () => {
  const user = await earner(12_000_000);
  const [one, other] = [await requested(user), await requested(user)];
  expect((await rowOf(other)).taxFen).toBe(57_000);
  expect((await approved(one)).taxFen).toBe(57_000);
  const row = await approved(other);
  expect([row.taxFen, row.explanation.taxFen]).toEqual([121_000, 121_000]);
});

test('income of another kind is not counted', async () => {
  const user = await earner(36_000_000);
  tax = { ...labour, income: 'licence' };
  for (let month = 1; month <= 6; month++) {
    on(`2026-0${month}-15`);
    expect(await approved(await requested(user, 5_000_000))).toMatchObject({ taxFen: 800_000 });
  }
  tax = labour;
  on('2026-07-15');
  expect(await approved(await requested(user))).toMatchObject({ taxFen: 57_000 });
});

test('the year counts from the first day of its rule', async () => {
  const user = await earner(12_000_000);
  on('2025-09-15');
  expect(await approved(await requested(user))).toMatchObject({ taxFen: 520_000 });
  for (const [month, taxFen] of [57_000, 71_000, 190_000].entries()) {
    on(`2025-${month + 10}-15`);
    expect(await approved(await requested(user))).toMatchObject({ taxFen });
  }
});

test('a payment that is split within a month is taxed as one', async () => {
  tax = { ...labour, income: 'licence' };
  const user = await earner(2_000_000);
  const taxes: number[] = [];
  for (let part = 0; part < 10; part++) taxes.push((await approved(await requested(user, 80_000))).taxFen);
  expect(taxes.slice(0, 3)).toEqual([0, 16_000, 16_000]);
  expect(taxes.reduce((sum, fen) => sum + fen)).toBe(128_000);
  on('2026-02-01');
  expect(await approved(await requested(user, 80_000))).toMatchObject({ taxFen: 0 });
});

test('an approval whose tax would take all fails, and gives the money back', async () => {
  const user = await earner(6_000_000);
  for (let month = 1; month <= 8; month++) {
    on(`2026-0${month}-15`);
    expect(await approved(await requested(user, 600_000))).toMatchObject({ taxFen: 0 });
  }
  on('2026-09-30');
  const last = await requested(user, 100_000);
  expect(await rowOf(last)).toMatchObject({ taxFen: 0 });
  on('2026-11-01'); // without October only one month's allowance counts: 1,026.00
  const remark = '扣税后的金额无法转账,款项已退回余额';
  expect(await approved(last)).toMatchObject({
    status: 'FAIL',
    taxFen: 0,
    approvedAt: null,
    settledAt: now,
    remark,
  });
  expect(await balanceOf(em(), user.uuid)).toBe(1_200_000);
  const audit = await em().find(Audit, { subject: `takeout:${last}` });
  expect(audit).toMatchObject([{ action: 'takeout.approve', before: 'REQUESTING', after: 'FAIL' }]);
});

test('an approval of somebody who owes by then fails, and the money pays the debt', async () => {
  const user = await earner(1_100);
  const [orderId, at] = [randomUUID(), new Date()];
  const items = [{ certificateId: randomUUID(), sellerUuid: user.uuid, priceFen: 10_000, incomeFen: 8_900 }];
  await em().transactional((unit) => creditSale(unit, { orderId, at, items }));
  const takeoutId = await requested(user, 10_000);
  await em().transactional((unit) => bookRefund(unit, { refundId: randomUUID(), orderId, at, items }));
  expect(await standingOf(em(), user.uuid)).toEqual({ payable: 0, receivable: 8_900 });
  const remark = '账户有欠款,款项已退回并先抵扣欠款';
  expect(await approved(takeoutId)).toMatchObject({ status: 'FAIL', remark });
  expect(await standingOf(em(), user.uuid)).toEqual({ payable: 1_100, receivable: 0 });
});
