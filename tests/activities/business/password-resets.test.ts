import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createPasswordResetRecords } from '#activities/business/password-resets.ts';
import { createResetCodes } from '#activities/io/reset-codes.ts';
import { createPasswords, createSecrets } from '#adapters/secrets.ts';
import { PasswordReset } from '#domain/accounts/password-reset.entity.ts';
import { addResetAttempt, findSentReset } from '#domain/accounts/password-resets.ts';
import { ResetAttempt } from '#domain/accounts/reset-attempt.entity.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser } from '#tests/kit/factories.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

const secrets = createSecrets(Buffer.alloc(32, 7));
const passwords = createPasswords();
const session = 'a'.repeat(64);
const recordsWith = (RATE_LIMITS: boolean, now = new Date()) =>
  createPasswordResetRecords({ orm: database.orm, secrets, clock: { now: () => now }, settings: { RATE_LIMITS } });
const person = (contacts = {}): Promise<User> =>
  buildUser({ orm: database.orm, ports: { passwords } }, { realm: 'travel', ...contacts });
const stateOf = async (id: string) => (await database.orm.em.fork().findOne(PasswordReset, id))?.state;

async function sent(userId: number) {
  const resetId = randomUUID();
  const records = recordsWith(false);
  await records.recordReset({ resetId, userId, session });
  await records.recordResetSent({ resetId });
  const attempt = async (code: string, password = 'fresh') => {
    const id = randomUUID();
    await addResetAttempt(database.orm.em.fork(), { passwords, secrets }, { id, reset: resetId, code, password });
    return id;
  };
  return { resetId, records, attempt, code: secrets.codeFor(resetId) };
}

describe('recordReset', () => {
  test('writes one row, however often it runs', async () => {
    const { id: userId } = await person();
    const request = { resetId: randomUUID(), userId, session };
    for (const _ of [1, 2]) await recordsWith(true).recordReset(request);
    expect(await database.orm.em.fork().count(PasswordReset, { user: userId })).toBe(1);
    expect(await stateOf(request.resetId)).toBe('REQUESTED');
  });

  test('lets one of many at once pass, one a minute and ten a day', async () => {
    const { id: userId } = await person();
    const ask = (minutes = 0) =>
      recordsWith(true, new Date(Date.now() + minutes * 60_000)).recordReset({
        resetId: randomUUID(),
        userId,
        session,
      });
    const many = await Promise.allSettled(Array.from({ length: 4 }, () => ask()));
    expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (let minute = 2; minute < 20; minute += 2) await ask(minute);
    await expect(ask(60)).rejects.toMatchObject({ code: 'too_many_requests' });
    await ask(25 * 60);
  });

  test('does not count a code that never left', async () => {
    const { id: userId } = await person();
    const resetId = randomUUID();
    await recordsWith(true).recordReset({ resetId, userId, session });
    await recordsWith(true).recordResetEnd({ resetId, event: 'fail' });
    expect(await stateOf(resetId)).toBe('UNSENT');
    await recordsWith(true).recordReset({ resetId: randomUUID(), userId, session });
  });
});

describe('findSentReset', () => {
  test('knows the last one of a session alone: once that is used up, no former one counts', async () => {
    const own = 'b'.repeat(64);
    const find = async () => (await findSentReset(database.orm.em.fork(), own)).id;
    const { id: userId } = await person();
    const records = recordsWith(false);
    const [former, last] = [randomUUID(), randomUUID()];
    for (const resetId of [former, last]) {
      await records.recordReset({ resetId, userId, session: own });
      await records.recordResetSent({ resetId });
    }
    expect(await find()).toBe(last);
    await records.recordResetEnd({ resetId: last, event: 'exhaust' });
    await expect(find()).rejects.toMatchObject({ code: 'reset_void' });
  });
});

describe('judgeAttempt', () => {
  test('changes the password by the right code, and says the same when it runs again', async () => {
    const user = await person();
    const { resetId, records, attempt, code } = await sent(user.id);
    const [wrong, right] = [await attempt('000'), await attempt(` ${code} `)];
    expect(await records.judgeAttempt({ resetId, attemptId: wrong })).toBe('wrong');
    for (const _ of [1, 2]) expect(await records.judgeAttempt({ resetId, attemptId: right })).toBe('right');
    expect(await records.judgeAttempt({ resetId, attemptId: wrong })).toBe('void');
    expect(await records.judgeAttempt({ resetId, attemptId: await attempt(code, 'other') })).toBe('void');
    const { passwordHash } = await database.orm.em.fork().findOneOrFail(User, user.id);
    expect(await passwords.verify(passwordHash, 'fresh')).toBe(true);
    await records.recordResetEnd({ resetId });
    expect(await stateOf(resetId)).toBe('CHANGED');
    expect(await database.orm.em.fork().count(ResetAttempt, { reset: resetId })).toBe(0);
  });

  test('takes no try that was laid ready for another reset', async () => {
    const [one, other] = [await sent((await person()).id), await sent((await person()).id)];
    const attemptId = await one.attempt(one.code);
    expect(await other.records.judgeAttempt({ resetId: other.resetId, attemptId })).toBe('wrong');
  });

  test('is void where another reset of the account came first', async () => {
    const { id } = await person();
    const [one, other] = [await sent(id), await sent(id)];
    const first = { resetId: one.resetId, attemptId: await one.attempt(one.code) };
    expect(await one.records.judgeAttempt(first)).toBe('right');
    const second = { resetId: other.resetId, attemptId: await other.attempt(other.code) };
    expect(await other.records.judgeAttempt(second)).toBe('void');
  });
});

describe('sendResetCode', () => {
  const taken: object[] = [];
  const take = async (message: object) => void taken.push(message);
  const codes = () => createResetCodes({ orm: database.orm, secrets, mailer: { send: take }, texts: { send: take } });

  test('goes to the contact of the account that was asked for', async () => {
    const { id: userId } = await person({ phone: '13911112222', email: 'reset@example.org' });
    const resetId = randomUUID();
    const text = `【Travel】恢复码 ${secrets.codeFor(resetId)},10 分钟内有效,请勿告诉他人。`;
    await codes().sendResetCode({ resetId, userId, channel: 'phone' });
    await codes().sendResetCode({ resetId, userId, channel: 'email' });
    expect(taken).toEqual([
      { id: resetId, to: '13911112222', text },
      { id: resetId, to: 'reset@example.org', subject: 'Travel 恢复码', text },
    ]);
  });

  test('is refused where the account has lost that contact meanwhile', async () => {
    const { id: userId } = await person();
    const asked = { resetId: randomUUID(), userId, channel: 'phone' } as const;
    await expect(codes().sendResetCode(asked)).rejects.toMatchObject({ code: 'no_such_contact' });
  });
});
