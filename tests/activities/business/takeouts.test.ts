import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTakeoutRecords } from '#activities/business/takeouts.ts';
import { createSecrets } from '#adapters/secrets.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { balanceOf, standingOf } from '#domain/ledger/balances.ts';
import { openPayee } from '#domain/payouts/payee.ts';
import { changePayAccount } from '#domain/payouts/pay-accounts.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import type { TakeoutDecision, TakeoutRequest } from '#domain/payouts/takeout.plan.ts';
import { returnTransfer } from '#domain/payouts/takeouts.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { vouch } from '#domain/shared/vouching.ts';
import { asActivity } from '#tests/kit/activity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { balances } from '#tests/kit/ledger.ts';
import { bind, earn, equip, flatTax, paymentsOf, verify } from '#tests/kit/takeouts.ts';

let database: TestDatabase;
const now = new Date('2026-01-15T03:04:05Z');
const secrets = createSecrets(Buffer.alloc(32, 7));
let records: ReturnType<typeof createTakeoutRecords>;
const place = () => ({ orm: database.orm, secrets });
beforeAll(async () => {
  database = await createTestDatabase();
  records = createTakeoutRecords({ ...place(), clock: { now: () => now }, tax: flatTax });
});
afterAll(() => database.drop());

const em = () => database.orm.em.fork();
const person = () =>
  buildUser({ orm: database.orm, ports: { passwords: { hash: async () => 'none' } } }, { realm: 'vfine' });
async function earner(fen = 100_000): Promise<User> {
  const user = await person();
  await equip(place(), user, fen);
  return user;
}
const requestOf = ({ uuid: userUuid }: User, fen = 10_000) => ({ takeoutId: randomUUID(), userUuid, fen });
const rowOf = (id: string) => em().findOneOrFail(Takeout, { id }, { populate: ['user'] });
const workflowExecution = { workflowId: 'takeout:x', runId: 'run-1' };
const decide = (decision: TakeoutDecision) =>
  asActivity({ workflowExecution }).run(() => records.recordTakeoutDecision(decision));
const approve = (takeoutId: string) => decide({ takeoutId, event: 'approve', by: 'lee', requestId: 'r' });
const arrived = (takeoutId: string) =>
  ({ takeoutId, event: 'arrive', providerNumber: 'p-1', at: '2026-01-16T00:00:00Z' }) as const;

/** Runs it twice, as a lost worker would. */
async function twice(work: () => Promise<unknown>): Promise<void> {
  await work();
  await work();
}

describe('recordTakeout', () => {
  test('sets the sum aside, once, and keeps to whom it goes sealed', async () => {
    const user = await earner();
    const request = requestOf(user);
    await twice(async () => expect(await records.recordTakeout(request)).toBe('REQUESTING'));
    const row = await rowOf(request.takeoutId);
    expect(row).toMatchObject({ fen: 10_000, taxFen: 1_000, balanceFen: 90_000, status: 'REQUESTING' });
    expect(await balanceOf(em(), user.uuid)).toBe(90_000);
    expect(openPayee(secrets, row)).toMatchObject({ account: 'dayifu@example.org', name: '大姨夫' });
    expect(row.sealed).not.toContain('dayifu');
  });

  test.each<[string, (user: User) => Promise<unknown>, number, string]>([
    ['without a verified name', (user) => bind(place(), user), 100, 'no_real_name'],
    ['without an account', (user) => verify(place(), user), 100, 'no_pay_account'],
    ['of more than there is', (user) => equip(place(), user, 99), 100, 'balance_too_low'],
    ['that leaves less than 0.10 after the tax', (user) => equip(place(), user, 100), 10, 'invalid_value'],
    ['of more than 50,000 at once', (user) => equip(place(), user, 9_000_000), 5_555_557, 'invalid_value'],
  ])('refuses one %s, and sets nothing aside', async (_name, prepare, fen, code) => {
    const user = await person();
    await prepare(user);
    const before = await balanceOf(em(), user.uuid);
    const request = requestOf(user, fen);
    await expect(records.recordTakeout(request)).rejects.toMatchObject({ code });
    expect(await em().count(Takeout, { id: request.takeoutId })).toBe(0);
    expect(await balanceOf(em(), user.uuid)).toBe(before);
  });

  test.each([
    [11, 10],
    [5_555_556, 5_000_000],
  ])('takes %i fen, of which %i arrive', async (fen, net) => {
    const user = await earner(6_000_000);
    const request = requestOf(user, fen);
    await records.recordTakeout(request);
    expect((await rowOf(request.takeoutId)).transferFen()).toBe(net);
  });

  test('lets through of many at once what is there', async () => {
    const user = await earner(25_000);
    const all = Array.from({ length: 6 }, () => records.recordTakeout(requestOf(user)));
    const settled = await Promise.allSettled(all);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    for (const one of settled)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'balance_too_low' });
    expect(await standingOf(em(), user.uuid)).toEqual({ payable: 5_000, receivable: 0 });
  });

  test('refuses who is not of this face', async () => {
    const request = { takeoutId: randomUUID(), userUuid: randomUUID(), fen: 100 };
    await expect(records.recordTakeout(request)).rejects.toMatchObject({ code: 'unknown_account' });
  });
});

describe('recordTakeoutDecision', () => {
  test.each([
    ['refuse', 'FAIL', { by: 'lee', requestId: 'r', remark: 'why' }, 'temporal-ui:lee'],
    ['withdraw', 'CANCEL', {}, 'temporal-ui'],
    ['cancel', 'CANCEL', {}, 'temporal-ui'],
    ['expire', 'CANCEL', {}, 'deadline'],
  ] as const)('%s ends in %s: the money returns once, and it is known who', async (event, status, said, actor) => {
    const user = await earner();
    const { takeoutId, ...request } = requestOf(user);
    await records.recordTakeout({ takeoutId, ...request });
    await twice(() => decide({ takeoutId, event, ...said }));
    await approve(takeoutId); // too late: changes nothing
    expect(await rowOf(takeoutId)).toMatchObject({ status, settledAt: now, approvedAt: null });
    expect(await balanceOf(em(), user.uuid)).toBe(100_000);
    const audit = await em().find(Audit, { subject: `takeout:${takeoutId}` });
    expect(audit).toMatchObject([{ actor, action: `takeout.${event}`, before: 'REQUESTING', after: status }]);
  });

  test('names the musician who takes it back at our endpoint', async () => {
    const user = await earner();
    const { takeoutId, ...request } = requestOf(user);
    await records.recordTakeout({ takeoutId, ...request });
    const proof = vouch(secrets, `takeout:${takeoutId}`, 'withdraw', user.uuid);
    await decide({ takeoutId, event: 'withdraw', by: user.uuid, proof });
    expect(await em().find(Audit, { subject: `takeout:${takeoutId}` })).toMatchObject([{ actor: user.uuid }]);
  });

  test('names the administrator whom our endpoint vouches for, and nobody else', async () => {
    const requests = [requestOf(await earner()), requestOf(await earner())];
    for (const request of requests) await records.recordTakeout(request);
    const [{ takeoutId: own }, { takeoutId: other }] = requests as [TakeoutRequest, TakeoutRequest];
    const proof = vouch(secrets, `takeout:${own}`, 'approve', 'lee');
    for (const takeoutId of [own, other])
      await decide({ takeoutId, event: 'approve', by: 'lee', requestId: 'r', proof });
    const actors = (await em().find(Audit, { subject: [`takeout:${own}`, `takeout:${other}`] })).map(
      ({ actor }) => actor,
    );
    expect(actors).toEqual(['lee', 'temporal-ui:lee']);
  });

  test('another account that is bound later changes nothing of what is under way', async () => {
    const user = await earner();
    const request = requestOf(user);
    await records.recordTakeout(request);
    await em().transactional(async (unit) => {
      const me = await unit.findOneOrFail(User, user.id);
      const by = { actor: user.uuid, requestId: 'r' };
      await changePayAccount(unit, secrets, me, { type: 'alipay', account: 'other@example.org' }, by);
    });
    await approve(request.takeoutId);
    expect(openPayee(secrets, await rowOf(request.takeoutId)).account).toBe('dayifu@example.org');
  });
});

describe('recordTransferEnd', () => {
  test('books what has arrived and the tax, once', async () => {
    const user = await earner();
    const request = requestOf(user);
    await records.recordTakeout(request);
    await approve(request.takeoutId);
    const before = await balances(em());
    await twice(() => records.recordTransferEnd(arrived(request.takeoutId)));
    await records.recordTransferEnd({ takeoutId: request.takeoutId, event: 'fail', code: 'LATE' });
    const after = await balances(em());
    const change = (account: string) => (after[account] ?? 0) - (before[account] ?? 0);
    expect([change('provider'), change('tax-payable')]).toEqual([-9_000, -1_000]);
    expect(after[`seller-reserved:${user.uuid}`]).toBeUndefined();
    expect(await rowOf(request.takeoutId)).toMatchObject({ status: 'SUCCESS', providerNumber: 'p-1', remark: null });
  });

  test('gives back what the provider refused, with its code as remark', async () => {
    const user = await earner();
    const request = requestOf(user);
    await records.recordTakeout(request);
    await approve(request.takeoutId);
    const end = { takeoutId: request.takeoutId, event: 'fail', code: 'PAYEE_NOT_EXIST' } as const;
    await twice(() => records.recordTransferEnd(end));
    await records.recordTransferEnd(arrived(request.takeoutId));
    expect(await rowOf(request.takeoutId)).toMatchObject({
      status: 'FAIL',
      remark: '支付宝转账失败(PAYEE_NOT_EXIST)',
      providerNumber: null,
    });
    expect(await balanceOf(em(), user.uuid)).toBe(100_000);
  });

  test('a return of what had arrived gives back sum and tax, once, and only then', async () => {
    const user = await earner();
    const request = requestOf(user);
    const { takeoutId: id } = request;
    await records.recordTakeout(request);
    await approve(id);
    const by = { actor: 'op', requestId: 'r' };
    const bounce = () => returnTransfer(em(), paymentsOf({ says: 'failed' }), { id, remark: '退回', at: now }, by);
    await expect(bounce()).rejects.toMatchObject({ code: 'unsupported' });
    await records.recordTransferEnd(arrived(id));
    const both = await Promise.allSettled([bounce(), bounce()]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ status: 'FAIL', remark: '退回' });
    expect(await balanceOf(em(), user.uuid)).toBe(100_000);
  });

  test('while refunds and sales go on, money is neither made nor lost', async () => {
    const user = await earner(30_000);
    const requests = [requestOf(user), requestOf(user), requestOf(user)];
    await Promise.all([...requests.map((one) => records.recordTakeout(one)), earn(place(), user, 777)]);
    await Promise.all(requests.map(({ takeoutId }) => approve(takeoutId)));
    await Promise.all(requests.map(({ takeoutId }) => records.recordTransferEnd(arrived(takeoutId))));
    expect(await standingOf(em(), user.uuid)).toEqual({ payable: 777, receivable: 0 });
    expect(Object.values(await balances(em())).reduce((sum, fen) => sum + fen, 0)).toBe(0);
  });
});
