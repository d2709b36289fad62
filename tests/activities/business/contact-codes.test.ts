import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createContactCodeRecords } from '#activities/business/contact-codes.ts';
import { createMessaging } from '#activities/io/messaging.ts';
import { createSecrets } from '#adapters/secrets.ts';
import { ContactCode } from '#domain/accounts/contact-code.entity.ts';
import type { CodeToSend } from '#domain/accounts/contact-code.plan.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { anyPhone } from '#tests/kit/vfine.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

const secrets = createSecrets(Buffer.alloc(32, 7));
const recordsWith = (RATE_LIMITS: boolean) =>
  createContactCodeRecords({
    orm: database.orm,
    secrets,
    clock: { now: () => new Date() },
    settings: { RATE_LIMITS },
  });
const codeFor = (phone: string, realm: CodeToSend['realm'] = 'vfine'): CodeToSend => ({
  codeId: randomUUID(),
  realm,
  contact: { phone },
});
const rowOf = (id: string) => database.orm.em.fork().findOne(ContactCode, { id });

describe('recordCode', () => {
  test('writes one row, however often it runs, and never the contact', async () => {
    const request = codeFor(anyPhone());
    await recordsWith(true).recordCode(request);
    await recordsWith(true).recordCode(request);
    const row = await rowOf(request.codeId);
    expect(row).toMatchObject({ realm: 'vfine', sentAt: null, tries: 0, verifiedAt: null, usedAt: null });
    expect(row?.contact).toMatch(/^[0-9a-f]{64}$/);
  });

  test('refuses the second within a minute, at this face only', async () => {
    const phone = anyPhone();
    await recordsWith(true).recordCode(codeFor(phone));
    await expect(recordsWith(true).recordCode(codeFor(phone))).rejects.toMatchObject({ code: 'too_many_requests' });
    await recordsWith(true).recordCode(codeFor(phone, 'okman'));
  });

  test('of many at once lets one pass', async () => {
    const phone = anyPhone();
    const requests = Array.from({ length: 5 }, () => codeFor(phone));
    await Promise.allSettled(requests.map((request) => recordsWith(true).recordCode(request)));
    const rows = await Promise.all(requests.map(({ codeId }) => rowOf(codeId)));
    expect(rows.filter(Boolean)).toHaveLength(1);
  });

  test('limits nothing where limits are off', async () => {
    const phone = anyPhone();
    for (let time = 0; time < 12; time++) await recordsWith(false).recordCode(codeFor(phone));
  });
});

describe('recordDelivery', () => {
  test('begins the life of a code that arrived, once', async () => {
    const request = codeFor(anyPhone());
    await recordsWith(true).recordCode(request);
    await recordsWith(true).recordDelivery({ codeId: request.codeId, isDelivered: true });
    const { sentAt } = (await rowOf(request.codeId)) ?? {};
    expect(sentAt).toBeInstanceOf(Date);
    await recordsWith(true).recordDelivery({ codeId: request.codeId, isDelivered: true });
    await recordsWith(true).recordDelivery({ codeId: request.codeId, isDelivered: false });
    expect(await rowOf(request.codeId)).toMatchObject({ sentAt });
  });

  test('forgets a code that never left, so that another may be asked for at once', async () => {
    const phone = anyPhone();
    const request = codeFor(phone);
    await recordsWith(true).recordCode(request);
    await recordsWith(true).recordDelivery({ codeId: request.codeId, isDelivered: false });
    expect(await rowOf(request.codeId)).toBeNull();
    await recordsWith(true).recordCode(codeFor(phone));
  });
});

describe('sendCode', () => {
  const sent: object[] = [];
  const take = async (message: object) => void sent.push(message);
  const { sendCode } = createMessaging({ mailer: { send: take }, texts: { send: take }, secrets });

  test('sends the code that follows from the id, under that id', async () => {
    const codeId = randomUUID();
    const text = `【V.Fine】验证码 ${secrets.codeFor(codeId)},30 分钟内有效,请勿告诉他人。`;
    await sendCode({ codeId, realm: 'vfine', contact: { phone: '+8613900000000' } });
    await sendCode({ codeId, realm: 'vfine', contact: { email: 'a@163.com' } });
    expect(sent).toEqual([
      { id: codeId, to: '+8613900000000', text },
      { id: codeId, to: 'a@163.com', subject: 'V.Fine 验证码', text },
    ]);
  });
});
