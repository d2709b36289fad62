import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createMessageRecords } from '#activities/business/messages.ts';
import { createVerificationRecords } from '#activities/business/verification.ts';
import { createSecrets } from '#adapters/secrets.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import { Message } from '#domain/accounts/message.entity.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { vouch } from '#domain/shared/vouching.ts';
import type { Application, EarlierApplication, Outcome } from '#domain/verification/application.plan.ts';
import { openIdentity, sealIdentity } from '#domain/verification/identity.ts';
import { Verification } from '#domain/verification/verification.entity.ts';
import { asActivity } from '#tests/kit/activity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser } from '#tests/kit/factories.ts';

let database: TestDatabase;
const secrets = createSecrets(Buffer.alloc(32, 7));
let records: ReturnType<typeof createVerificationRecords>;
let messages: ReturnType<typeof createMessageRecords>;
beforeAll(async () => {
  database = await createTestDatabase();
  const { orm } = database;
  const clock = { now: () => new Date('2026-01-02T03:04:05Z') };
  records = createVerificationRecords({ orm, secrets, clock, storage: createLocalStorage('/nowhere') });
  messages = createMessageRecords({ orm });
});
afterAll(() => database.drop());

const em = () => database.orm.em.fork();
const passwords = { hash: async () => 'none' };
const person = (more: object = {}) =>
  buildUser({ orm: database.orm, ports: { passwords } }, { realm: 'vfine', ...more });
const identity = { name: 'lee', idCard: '130104190001011234', idCardFacade: '/f', idCardObverse: '/o' };
const applicationOf = (user: User, more: Partial<Application> = {}): Application => ({
  verificationId: randomUUID(),
  userUuid: user.uuid,
  ...sealIdentity(secrets, user.uuid, identity),
  occupations: ['composer', ' Producer '],
  avatar: '/a',
  music: '/m',
  ...more,
});
const run = { workflowId: 'musician-verification:x', runId: 'run-1' };
const settle = (outcome: Outcome) => asActivity({ workflowExecution: run }).run(() => records.recordOutcome(outcome));
/** Our endpoint's word that `operator` decides so. */
const proofOf = (verificationId: string, verdict: string) =>
  vouch(secrets, `verification:${verificationId}`, verdict, 'operator');
const rowOf = (verificationId: string) => em().findOneOrFail(Verification, verificationId, { populate: ['user'] });
const auditOf = (verificationId: string) => em().find(Audit, { subject: `verification:${verificationId}` });

describe('recordApplication', () => {
  test('writes one row, however often it runs', async () => {
    const application = applicationOf(await person());
    await records.recordApplication(application);
    await records.recordApplication(application);
    const { verificationId: id, occupations, cardDigest, avatar, music } = application;
    const written = { occupations, cardDigest, avatar, music, status: 'PENDING', settledAt: null };
    const row = await rowOf(id);
    expect(row).toMatchObject(written);
    expect(openIdentity(secrets, row)).toEqual(identity);
  });

  test('seals whole what an earlier run brings in parts', async () => {
    const user = await person();
    const { sealed, cardDigest, ...rest } = applicationOf(user);
    const { idCard, ...parts } = identity;
    const earlier: EarlierApplication = { ...rest, ...parts, sealedCard: secrets.seal('id-card', idCard) };
    await records.recordApplication(earlier);
    const row = await rowOf(rest.verificationId);
    expect([row.cardDigest, openIdentity(secrets, row)]).toEqual([cardDigest, identity]);
    expect(row.sealed).not.toBe(sealed);
  });

  test('refuses musicians, strangers and people of other faces', async () => {
    const musician = await person();
    await em().nativeUpdate(User, { id: musician.id }, { type: 'MUSICIAN' });
    await expect(records.recordApplication(applicationOf(musician))).rejects.toMatchObject({
      code: 'action_already_done',
    });
    const stranger = applicationOf(musician, { userUuid: randomUUID() });
    await expect(records.recordApplication(stranger)).rejects.toMatchObject({ kind: 'not_found' });
    const other = await person({ realm: 'okman' });
    await expect(records.recordApplication(applicationOf(other))).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('ends an application whose process is gone', async () => {
    const user = await person();
    const [lost, fresh] = [applicationOf(user), applicationOf(user)];
    await records.recordApplication(lost);
    await asActivity({ workflowExecution: run }).run(() => records.recordApplication(fresh));
    expect((await rowOf(lost.verificationId)).status).toBe('EXPIRED');
    expect(await auditOf(lost.verificationId)).toMatchObject([
      { actor: 'deadline', action: 'verification.expire', before: 'PENDING', after: 'EXPIRED', ...run },
    ]);
    expect((await rowOf(fresh.verificationId)).status).toBe('PENDING');
  });
});

describe('recordOutcome', () => {
  test('makes a musician of the type the occupations name, with one audit row, however often it runs', async () => {
    const user = await person();
    const application = applicationOf(user);
    const { verificationId } = application;
    await records.recordApplication(application);
    const by = { by: 'operator', requestId: 'r-1', proof: proofOf(verificationId, 'approve') };
    const outcome: Outcome = { verificationId, event: 'approve', remark: 'good', ...by };
    await settle(outcome);
    await settle(outcome);
    await settle({ verificationId, event: 'refuse' });
    expect(await rowOf(verificationId)).toMatchObject({
      status: 'APPROVED',
      remark: 'good',
      settledAt: new Date('2026-01-02T03:04:05Z'),
    });
    expect(await em().findOneOrFail(User, user.id)).toMatchObject({ type: 'MUSICIAN', musicianType: 'PRODUCER' });
    expect(await auditOf(verificationId)).toMatchObject([
      {
        actor: 'operator',
        action: 'verification.approve',
        before: 'PENDING',
        after: 'APPROVED',
        requestId: 'r-1',
        ...run,
      },
    ]);
  });

  test.each([
    ['the Temporal UI', { event: 'approve' }, 'temporal-ui'],
    ['the Temporal UI, signed', { event: 'refuse', by: 'lee' }, 'temporal-ui:lee'],
    ['the Temporal UI, signed at length', { event: 'refuse', by: 'x'.repeat(64) }, `temporal-ui:${'x'.repeat(52)}`],
    ['the Temporal UI, as if by our endpoint', { event: 'refuse', by: 'lee', requestId: 'r' }, 'temporal-ui:lee'],
    ['the Temporal UI, with a made-up proof', { event: 'refuse', by: 'lee', proof: 'x'.repeat(64) }, 'temporal-ui:lee'],
    ['time', { event: 'expire' }, 'deadline'],
    ['the Temporal UI, by cancelling', { event: 'cancel' }, 'temporal-ui'],
  ] as const)('names who acted: %s', async (_name, said, actor) => {
    const application = applicationOf(await person());
    await records.recordApplication(application);
    await settle({ verificationId: application.verificationId, ...said });
    expect(await auditOf(application.verificationId)).toMatchObject([{ actor }]);
  });

  test.each([
    ['of another verdict', 'refuse', 'operator', 'theirs'],
    ['of another person', 'approve', 'other', 'theirs'],
    ['of another application', 'approve', 'operator', 'another'],
  ])('believes no proof %s', async (_what, verdict, by, which) => {
    const application = applicationOf(await person());
    await records.recordApplication(application);
    const { verificationId } = application;
    const proof = proofOf(which === 'theirs' ? verificationId : randomUUID(), verdict);
    await settle({ verificationId, event: 'approve', by, requestId: 'r', proof });
    expect(await auditOf(verificationId)).toMatchObject([{ actor: `temporal-ui:${by}` }]);
  });

  test.each([
    ['the applicant who withdraws at our endpoint', true],
    ['the Temporal UI where it was withdrawn there', false],
  ])('names %s, and leaves a visitor', async (_who, isVouched) => {
    const user = await person();
    const application = applicationOf(user);
    const { verificationId } = application;
    await records.recordApplication(application);
    const proof = vouch(secrets, `verification:${verificationId}`, 'withdraw', user.uuid);
    await settle({ verificationId, event: 'withdraw', by: user.uuid, ...(isVouched && { proof }) });
    const actor = isVouched ? user.uuid : `temporal-ui:${user.uuid}`;
    expect(await auditOf(verificationId)).toMatchObject([{ actor, after: 'WITHDRAWN' }]);
    expect(await em().findOneOrFail(User, user.id)).toMatchObject({ type: 'Visitor', musicianType: null });
  });

  test('refuses whom our endpoint vouches for to be the applicant', async () => {
    const user = await person();
    const application = applicationOf(user);
    const { verificationId } = application;
    await records.recordApplication(application);
    const proof = vouch(secrets, `verification:${verificationId}`, 'approve', user.uuid);
    const ending = settle({ verificationId, event: 'approve', by: user.uuid, requestId: 'r', proof });
    await expect(ending).rejects.toMatchObject({ code: 'same_person' });
    expect(await rowOf(verificationId)).toMatchObject({ status: 'PENDING' });
    expect(await auditOf(verificationId)).toEqual([]);
  });

  test('is over where the account is gone', async () => {
    const user = await person();
    const application = applicationOf(user);
    await records.recordApplication(application);
    await em().nativeDelete(User, { id: user.id });
    await settle({ verificationId: application.verificationId, event: 'approve' });
    expect(await auditOf(application.verificationId)).toEqual([]);
  });
});

describe('recordMessage', () => {
  test('leaves one message an event, with the mail address', async () => {
    const user = await person({ email: 'a@163.com' });
    const message = { eventKey: randomUUID(), userUuid: user.uuid, key: 'SUCCESS_TO_MUSICIAN' };
    await Promise.all([messages.recordMessage(message), messages.recordMessage(message)]);
    await messages.recordMessage({ ...message, key: 'FAIL_TO_MUSICIAN' });
    expect(await em().find(Message, { recipient: user.id })).toMatchObject([
      {
        type: 'SYSTEM',
        title: 'SUCCESS_TO_MUSICIAN',
        content: 'SUCCESS_TO_MUSICIAN',
        args: { email: 'a@163.com' },
        read: false,
      },
    ]);
  });

  test('tells nobody where the account is gone', async () => {
    await messages.recordMessage({ eventKey: randomUUID(), userUuid: randomUUID(), key: 'SUCCESS_TO_MUSICIAN' });
  });
});
