import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { findAccount } from '#domain/accounts/find-account.ts';
import { findAttempted, logIn, refuseOver, suspicion } from '#domain/accounts/log-in.ts';
import { createPasswords, createSecrets } from '#adapters/secrets.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { openSession } from '#domain/accounts/sessions.ts';
import { Session } from '#domain/accounts/session.entity.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Types the command, with something on standard input. */
async function admin(args: string[], input = ''): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, ['scripts/admin.ts', ...args], {
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: database.url },
  });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, problem] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, out: out + problem };
}

const locks = { passwords: createPasswords(), secrets: createSecrets(Buffer.alloc(32)) };
async function enter(uname: string, password: string) {
  return database.orm.em.fork().transactional(async (em) => {
    const attempt = await findAttempted(em, { realm: 'ops', keys: [{ uname }], password, address: 'test' });
    return logIn(em, locks, attempt, { limit: suspicion, whenOver: refuseOver });
  });
}

test('makes an administrator with a generated password that works', async () => {
  const { code, out } = await admin(['add', 'alice']);
  expect(code).toBe(0);
  const [, password = ''] = /^admin alice added\npassword: (\S{20})\n$/.exec(out) ?? [];
  expect(await enter('alice', password)).toMatchObject({ roles: ['admin'], realm: 'ops' });
  expect(await admin(['add', 'alice'])).toEqual({ code: 1, out: 'uname_taken\n' });
});

test('makes a manager with a password from standard input, and shows it to nobody', async () => {
  const { code, out } = await admin(['add', 'bob', '--role', 'manager', '--password-stdin'], 'correct horse\n');
  expect({ code, out }).toEqual({ code: 0, out: 'manager bob added\n' });
  expect(await enter('bob', 'correct horse')).toMatchObject({ roles: ['manager'] });
  expect((await admin(['list'])).out).toMatch(/^bob {2}manager {2}[\da-f-]{36}$/m);
});

test('gives another password and ends the sessions', async () => {
  const em = database.orm.em.fork();
  await admin(['add', 'carol', '--password-stdin'], 'first password');
  const carol = await findAccount(em, 'ops', { uname: 'carol' });
  if (!carol) throw new Error('carol was not added');
  openSession(em, 'ops', carol, 1);
  await em.flush();

  expect((await admin(['password', 'carol', '--password-stdin'], 'other password')).code).toBe(0);
  await expect(enter('carol', 'first password')).rejects.toMatchObject({ code: 'wrong_password' });
  expect(await enter('carol', 'other password')).toBeDefined();
  expect(await database.orm.em.fork().count(Session, { user: carol.id })).toBe(0);
});

test('removes an operator, whom the audit still leads to, and makes another of the same name', async () => {
  const em = database.orm.em.fork();
  await admin(['add', 'dave', '--password-stdin'], 'first password');
  const dave = await findAccount(em, 'ops', { uname: 'dave' });
  if (!dave) throw new Error('dave was not added');
  openSession(em, 'ops', dave, 1);
  await em.flush();

  expect(await admin(['remove', 'dave'])).toEqual({ code: 0, out: 'removed dave\n' });
  expect(await admin(['remove', 'dave'])).toEqual({ code: 1, out: 'there is no operator dave\n' });
  await expect(enter('dave', 'first password')).rejects.toMatchObject({ code: 'unknown_account' });
  expect(await database.orm.em.fork().count(Session, { user: dave.id })).toBe(0);
  expect(await database.orm.em.fork().findOneOrFail(User, dave.id)).toMatchObject({ disabledAt: expect.any(Date) });

  expect((await admin(['add', 'dave', '--role', 'manager'])).code).toBe(0);
  const { out } = await admin(['list']);
  expect(out).toMatch(/^dave {2}manager {2}[\da-f-]{36}$/m);
  expect(out).toMatch(new RegExp(`^dave {2}admin {2}${dave.uuid} {2}removed 20\\S+Z$`, 'm'));
});

test('leaves a row of each deed in the audit', async () => {
  await admin(['add', 'frank']);
  const frank = await findAccount(database.orm.em.fork(), 'ops', { uname: 'frank' });
  await admin(['password', 'frank']);
  await admin(['remove', 'frank']);
  const acts = await database.orm.em
    .fork()
    .find(Audit, { subject: `account:${frank?.uuid}` }, { orderBy: { id: 'asc' } });
  const console = { realm: 'ops', actor: 'console' };
  expect(acts).toMatchObject([
    { ...console, action: 'operator.add', before: null, after: 'admin' },
    { ...console, action: 'operator.password', before: null, after: null },
    { ...console, action: 'operator.remove', before: 'admin', after: null },
  ]);
});

test.each([
  ['an empty password', ['add', 'erin', '--password-stdin'], '', 'at least 10 characters'],
  ['a short password', ['add', 'erin', '--password-stdin'], 'abcdefghi', 'at least 10 characters'],
  ['a dull password', ['add', 'erin', '--password-stdin'], 'aaaaaaaaaaaaa', 'at least 10 characters'],
  ['the name as the password', ['add', 'erinerinerin', '--password-stdin'], 'erinerinerin', 'at least 10 characters'],
  ['a bad name', ['add', 'erin x'], '', '2 to 30 letters'],
  ['another role', ['add', 'erin', '--role', 'king'], '', 'usage:'],
  ['no verb', [], '', 'usage:'],
  ['an unknown option', ['list', '--all'], '', 'usage:'],
])('refuses %s', async (_what, args, input, reason) => {
  const { code, out } = await admin(args, input);
  expect([code, out]).toEqual([1, expect.stringContaining(reason)]);
  expect(out).not.toContain('at main');
});

test('says that the database does not answer', async () => {
  const known = database.url;
  try {
    database.url = 'postgresql://x:y@127.0.0.1:1/z';
    expect(await admin(['list'])).toEqual({ code: 1, out: expect.stringContaining('npm start') });
  } finally {
    database.url = known;
  }
});
