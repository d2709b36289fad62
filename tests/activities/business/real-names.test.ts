import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRealNameRecords } from '#activities/business/real-names.ts';
import { createSecrets } from '#adapters/secrets.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { vouch } from '#domain/shared/vouching.ts';
import { openIdentity, sealIdentity } from '#domain/verification/identity.ts';
import { RealName } from '#domain/verification/real-name.entity.ts';
import type { RealNameOutcome, RealNameRequest } from '#domain/verification/real-name.plan.ts';
import { asActivity } from '#tests/kit/activity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser } from '#tests/kit/factories.ts';

let database: TestDatabase;
const secrets = createSecrets(Buffer.alloc(32, 7));
let records: ReturnType<typeof createRealNameRecords>;
const now = new Date('2026-01-02T03:04:05Z');
beforeAll(async () => {
  database = await createTestDatabase();
  const storage = createLocalStorage('/nowhere');
  records = createRealNameRecords({ orm: database.orm, secrets, clock: { now: () => now }, storage });
});
afterAll(() => database.drop());

const em = () => database.orm.em.fork();
const passwords = { hash: async () => 'none' };
const person = (realm: 'vfine' | 'travel' = 'vfine') =>
  buildUser({ orm: database.orm, ports: { passwords } }, { realm });
const identity = { name: 'lee', idCard: '130104190001011234', idCardFacade: '/f', idCardObverse: '/o' };
const requestOf = (user: User, more: Partial<RealNameRequest> = {}): RealNameRequest => ({
  realNameId: randomUUID(),
  userUuid: user.uuid,
  sealed: sealIdentity(secrets, user.uuid, identity).sealed,
  cardDigest: randomUUID(),
  ...more,
});
const workflowExecution = { workflowId: 'real-name-verification:x', runId: 'run-1' };
const end = (outcome: RealNameOutcome) =>
  asActivity({ workflowExecution }).run(() => records.recordRealNameEnd(outcome));
const rowOf = (id: string) => em().findOneOrFail(RealName, id, { populate: ['user'] });
const auditOf = (id: string) => em().find(Audit, { subject: `real-name:${id}` });

describe('recordRealName', () => {
  test('writes one row, however often it runs', async () => {
    const request = requestOf(await person());
    await records.recordRealName(request);
    await records.recordRealName(request);
    const { cardDigest } = request;
    const row = await rowOf(request.realNameId);
    expect(row).toMatchObject({ cardDigest, status: 'WAITING', settledAt: null });
    expect(openIdentity(secrets, row)).toEqual(identity);
  });

  test('refuses strangers, people of other faces, and who has succeeded', async () => {
    const user = await person();
    const request = requestOf(user);
    await records.recordRealName(request);
    await end({ realNameId: request.realNameId, event: 'approve' });
    await expect(records.recordRealName(requestOf(user))).rejects.toMatchObject({ code: 'action_already_done' });
    const unknown = { code: 'unknown_account' };
    await expect(records.recordRealName(requestOf(await person('travel')))).rejects.toMatchObject(unknown);
    const stranger = { ...request, realNameId: randomUUID(), userUuid: randomUUID() };
    await expect(records.recordRealName(stranger)).rejects.toMatchObject(unknown);
  });

  test('lets a request whose process is gone wait no longer', async () => {
    const user = await person();
    const [lost, next] = [requestOf(user, { cardDigest: 'lost' }), requestOf(user, { cardDigest: 'lost' })];
    await records.recordRealName(lost);
    await asActivity({ workflowExecution }).run(() => records.recordRealName(next));
    expect(await rowOf(lost.realNameId)).toMatchObject({ status: 'FAIL', settledAt: now });
    expect(await auditOf(lost.realNameId)).toMatchObject([
      { actor: 'deadline', action: 'real-name.expire', before: 'WAITING', after: 'FAIL', ...workflowExecution },
    ]);
    expect(await rowOf(next.realNameId)).toMatchObject({ status: 'WAITING' });
  });

  test('takes a card once of two people at once, and refuses the other when it is tried again', async () => {
    const cardDigest = randomUUID();
    const both = [requestOf(await person(), { cardDigest }), requestOf(await person(), { cardDigest })];
    await Promise.allSettled(both.map((one) => records.recordRealName(one)));
    const again = await Promise.allSettled(both.map((one) => records.recordRealName(one)));
    expect(again.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refusal = again.find((one) => one.status === 'rejected');
    expect(refusal?.reason).toMatchObject({ kind: 'conflict', code: 'card_taken' });
    expect(await em().count(RealName, { cardDigest })).toBe(1);
  });
});

describe('recordRealNameEnd', () => {
  test.each([
    ['approve', 'SUCCESS', { by: 'lee', requestId: 'r' }, 'temporal-ui:lee'],
    ['refuse', 'FAIL', { by: 'lee' }, 'temporal-ui:lee'],
    ['cancel', 'FAIL', {}, 'temporal-ui'],
    ['expire', 'FAIL', {}, 'deadline'],
  ] as const)('%s ends in %s, once, and names who', async (event, status, said, actor) => {
    const request = requestOf(await person());
    const { realNameId } = request;
    await records.recordRealName(request);
    await end({ realNameId, event, ...said });
    await end({ realNameId, event: 'refuse', remark: 'late' });
    expect(await rowOf(realNameId)).toMatchObject({ status, remark: null, settledAt: now });
    expect(await auditOf(realNameId)).toMatchObject([
      { actor, action: `real-name.${event}`, before: 'WAITING', after: status, ...workflowExecution },
    ]);
  });

  test('names whom our endpoint vouches for', async () => {
    const request = requestOf(await person());
    const { realNameId } = request;
    await records.recordRealName(request);
    const proof = vouch(secrets, `real-name:${realNameId}`, 'approve', 'lee');
    await end({ realNameId, event: 'approve', by: 'lee', requestId: 'r', proof });
    expect(await auditOf(realNameId)).toMatchObject([{ actor: 'lee', requestId: 'r' }]);
  });

  test('refuses whom our endpoint vouches for to be the person', async () => {
    const user = await person();
    const request = requestOf(user);
    const { realNameId } = request;
    await records.recordRealName(request);
    const proof = vouch(secrets, `real-name:${realNameId}`, 'approve', user.uuid);
    const ending = end({ realNameId, event: 'approve', by: user.uuid, requestId: 'r', proof });
    await expect(ending).rejects.toMatchObject({ code: 'same_person' });
    expect(await rowOf(realNameId)).toMatchObject({ status: 'WAITING' });
    expect(await auditOf(realNameId)).toEqual([]);
  });

  test('is over where the account is gone', async () => {
    const user = await person();
    const request = requestOf(user);
    await records.recordRealName(request);
    await em().nativeDelete(User, { id: user.id });
    await end({ realNameId: request.realNameId, event: 'approve' });
    expect(await auditOf(request.realNameId)).toEqual([]);
  });
});
