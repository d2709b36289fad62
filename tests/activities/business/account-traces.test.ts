import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createAccountTraces } from '#activities/business/account-traces.ts';
import { Attempt } from '#domain/accounts/attempt.entity.ts';
import { findSession, openSession, prolongSession } from '#domain/accounts/sessions.ts';
import { keepAnswer } from '#domain/idempotency/keyed-requests.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

const hourMs = 3600_000;
const tracesAt = (now: number) =>
  createAccountTraces({ orm: database.orm, clock: { now: () => new Date(now) } }).removeTraces();

async function open(days: number): Promise<string> {
  const em = database.orm.em.fork();
  const { token } = openSession(em, 'travel', undefined, days);
  await em.flush();
  return token;
}
const find = (token: string) => findSession(database.orm.em.fork(), 'travel', token);

test('what has ended goes and what is in use stays', async () => {
  const [brief, lasting] = [await open(1), await open(14)];
  const bucket = randomUUID();
  await database.orm.em.fork().insert(Attempt, { bucket, at: new Date() });
  const asked = { ids: [bucket], fingerprint: bucket, now: new Date() } as const;
  await keepAnswer(database.orm.em.fork(), asked, 'sealed');
  expect(await tracesAt(Date.now())).toBe(0);
  expect(await tracesAt(Date.now() + 26 * hourMs)).toBe(3);
  expect(await tracesAt(Date.now() + 26 * hourMs)).toBe(0);
  expect(await find(brief)).toBeNull();
  expect(await find(lasting)).not.toBeNull();
});

test('a session in use is prolonged, at most once a day', async () => {
  const token = await open(3);
  const session = await find(token);
  if (!session) throw new Error('no session');
  expect(await prolongSession(database.orm.em.fork(), session, 14)).toBe(true);
  const later = await find(token);
  if (!later) throw new Error('no session');
  expect(later.expiresAt.getTime() - session.expiresAt.getTime()).toBeGreaterThan(10 * 24 * hourMs);
  expect(await prolongSession(database.orm.em.fork(), later, 14)).toBe(false);
});
