import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createTakeoutRecords } from '#activities/business/takeouts.ts';
import { createSecrets } from '#adapters/secrets.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { checkLedger } from '#domain/ledger/check.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import { asActivity } from '#tests/kit/activity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { equip } from '#tests/kit/takeouts.ts';

// What the database would refuse, and what no use-case writes, planted behind their backs: each check finds it.
let database: TestDatabase;
const secrets = createSecrets(Buffer.alloc(32, 7));
let now = new Date('2026-01-15T03:04:05Z');
let seller: User;
let paid: string;
let waiting: string;

const em = () => database.orm.em.fork();
const place = () => ({ orm: database.orm, secrets });
const tax = { table: { rules: 'statutory' }, income: 'licence', payee: 'person' } as const;
const records = () => createTakeoutRecords({ ...place(), clock: { now: () => now }, tax });

async function approved(fen: number): Promise<string> {
  const takeoutId = randomUUID();
  await records().recordTakeout({ takeoutId, userUuid: seller.uuid, fen });
  now = new Date(now.getTime() + 60_000);
  await asActivity().run(() => records().recordTakeoutDecision({ takeoutId, event: 'approve' }));
  return takeoutId;
}

/** Runs statements with the protections of the database off. */
const plant = (...statements: string[]): Promise<void> =>
  em().transactional(async (unit) => {
    for (const sql of ['set local session_replication_role = replica', ...statements])
      await unit.getConnection().execute(sql, [], 'run', unit.getTransactionContext());
  });

let before: string[];
/** What is found that was not found before the plant. */
async function found(): Promise<string[]> {
  const checks = await checkLedger(em());
  const all = checks.flatMap(({ name, findings }) => findings.map((finding) => `${name}: ${finding}`));
  return all.filter((one) => !before.includes(one));
}

beforeAll(async () => void (database = await createTestDatabase()));
beforeEach(async () => {
  seller = await buildUser({ ...place(), ports: { passwords: { hash: async () => 'none' } } }, { realm: 'vfine' });
  await equip(place(), seller, 1_000_000);
  [paid, waiting] = [await approved(100_000), await approved(100_000)];
  const at = now.toISOString();
  await records().recordTransferEnd({ takeoutId: paid, event: 'arrive', providerNumber: 'p-1', at });
  before = [];
  before = await found();
});
afterAll(() => database.drop());

const add = (eventKey: string, account: string, fen: number): string =>
  `insert into ledger_line (entry_id, account_code, fen)
   select id, '${account}', ${fen} from ledger_entry where event_key = '${eventKey}'`;
const move = (from: string, to: string, fen: number): string[] => {
  const [key, at] = [`planted:${randomUUID()}`, now.toISOString()];
  const entry = `insert into ledger_entry (event_key, kind, subject, at, created_at, digest, line_count)
    values ('${key}', 'payment', 'planted', '${at}', '${at}', 'x', 2)`;
  return [entry, add(key, from, fen), add(key, to, -fen)];
};
const account = (kind: string): string =>
  `insert into ledger_account (code, kind, owner, created_at)
   values ('${kind}:${seller.uuid}', '${kind}', '${seller.uuid}', now()) on conflict do nothing`;

test('what stands there is sound but for the sales that no order explains', () => {
  expect(before.every((one) => one.includes('and nothing says why') || one.includes('earned 0 fen'))).toBe(true);
});

test('a line too many is found in the sum and in its entry', async () => {
  await plant(add(`takeout:${paid}:reserved`, 'provider', 1));
  expect(await found()).toEqual([
    'all lines together sum to 0: the sum is 1 fen',
    `every entry is balanced and whole: takeout:${paid}:reserved: 3 lines, sum 1`,
    expect.stringContaining('is booked as takeout-reserved, 100001 fen'),
    `withdrawals are booked with their sellers, sums and taxes: takeout:${paid}:reserved has 1 fen at provider, not 0`,
  ]);
  await plant(add(`takeout:${paid}:reserved`, 'provider', -1));
});

test('a line that is gone is found although the rest is balanced', async () => {
  await plant(`update ledger_entry set line_count = 4 where event_key = 'takeout:${paid}:end'`);
  expect(await found()).toEqual([`every entry is balanced and whole: takeout:${paid}:end: 3 lines, sum 0`]);
});

test('accounts on the forbidden side are found, whichever it is', async () => {
  await plant(...move('tax-payable', 'provider', 1_000_000_000));
  expect(await found()).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^no account stands on a forbidden side: provider stands at -\d+ fen$/),
      expect.stringMatching(/^no account stands on a forbidden side: tax-payable stands at \d+ fen$/),
    ]),
  );
  await plant(...move('provider', 'tax-payable', 1_000_000_000));
});

test('drawings of what belongs to others are found', async () => {
  const drawings = `insert into ledger_account (code, kind, created_at) values ('drawings', 'drawings', now())`;
  await plant(drawings, ...move('drawings', 'provider', 5));
  expect(await found()).toContain("no more is drawn than is the platform's own: 5 fen too much are drawn");
  await plant(...move('provider', 'drawings', 5));
});

test('a seller who owes and is owed is found', async () => {
  const [owes, owed] = ['seller-receivable', 'seller-payable'];
  await plant(account(owes), ...move(`${owes}:${seller.uuid}`, `${owed}:${seller.uuid}`, 5));
  expect(await found()).toContain(`no seller owes and is owed at once: ${seller.uuid} owes and is owed`);
});

test('a pay-out that is booked with another tax is found', async () => {
  const end = `(select id from ledger_entry where event_key = 'takeout:${paid}:end')`;
  await plant(
    `update ledger_line set fen = fen + 1 where account_code = 'tax-payable' and entry_id = ${end}`,
    `update ledger_line set fen = fen - 1 where account_code = 'provider' and entry_id = ${end}`,
  );
  const name = 'withdrawals are booked with their sellers, sums and taxes';
  expect(await found()).toEqual(
    expect.arrayContaining([
      `${name}: takeout:${paid}:end has -96001 fen at provider, not -96000`,
      `${name}: takeout:${paid}:end has -3999 fen at tax-payable, not -4000`,
      expect.stringMatching(
        /^the tax that is owed was withheld and not paid: \d+ fen are owed, \d+ were withheld, and 0 paid$/,
      ),
    ]),
  );
});

test('a pay-out of another seller is found', async () => {
  const other = randomUUID();
  await plant(
    account('seller-reserved').replaceAll(seller.uuid, other),
    `update ledger_line set account_code = 'seller-reserved:${other}' where account_code = 'seller-reserved:${seller.uuid}'
     and entry_id = (select id from ledger_entry where event_key = 'takeout:${paid}:end')`,
  );
  const set = 'what is set aside is asked for or under way';
  expect(await found()).toEqual(
    expect.arrayContaining([
      `${set}: ${seller.uuid} has asked for 100000 fen, and 200000 are set aside`,
      `${set}: ${other} has asked for 0 fen, and -100000 are set aside`,
      expect.stringContaining(`takeout:${paid}:end has 0 fen at seller-reserved:${seller.uuid}, not 100000`),
    ]),
  );
});

test.each([
  ['sum', `explanation = jsonb_set(explanation, '{case,fen}', '1')`, 'is explained for 1 fen'],
  ['day', `explanation = jsonb_set(explanation, '{case,day}', '"2026-01-16"')`, 'is explained for 2026-01-16'],
  [
    'past',
    `explanation = jsonb_set(explanation, '{case,prior,months}', '2')`,
    'is explained with other pay-outs before it',
  ],
  ['tax', 'tax_fen = tax_fen + 1', 'has a tax that does not follow'],
])('a withdrawal that is explained with another %s is found', async (_what, change, finding) => {
  await plant(`update takeout set ${change} where id = '${waiting}'`);
  expect(await found()).toContain(`every tax follows from its withdrawal: takeout:${waiting} ${finding}`);
});

test('a pay-out that failed later was counted until then', async () => {
  const end = { takeoutId: waiting, event: 'fail', code: 'X' } as const;
  await approved(50_000);
  now = new Date(now.getTime() + 60_000);
  await records().recordTransferEnd(end);
  now = new Date(now.getTime() + 60_000);
  const last = await approved(50_000);
  expect(await found()).toEqual([]);
  const { explanation } = await em().findOneOrFail(Takeout, { id: last });
  expect(explanation.case.prior.month).toEqual({ incomeFen: 150_000, taxFen: 14_000 });
});
