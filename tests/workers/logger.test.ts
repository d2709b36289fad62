import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { createLog } from '#adapters/log.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { sdkLogger } from '#workers/logger.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

/** What is thrown where two accounts get the same phone. */
async function violate(phone: string): Promise<unknown> {
  const ports = { passwords: { hash: async () => 'none' } };
  const register = () => buildUser({ ...database, ports }, { realm: 'vfine', phone });
  await register();
  return register().catch((error: unknown) => error);
}

function record() {
  const lines: string[] = [];
  const log = createLog({ level: 'info', role: 'worker' }, { write: (line) => void lines.push(line) });
  return { logger: sdkLogger(log), lines };
}

test.each([
  ['an activity', (error: unknown) => error],
  ['what wraps it', (cause: unknown) => new Error('activity failed', { cause })],
])('a violated constraint of %s is logged without its values', async (_name, wrapped) => {
  const phone = `+86139${Math.random().toString().slice(2, 10)}`;
  const error = await violate(phone);
  expect(error).toBeInstanceOf(UniqueConstraintViolationException);
  expect(error).toMatchObject({ detail: expect.stringContaining(phone) });

  const { logger, lines } = record();
  logger.warn('Activity failed', { error: wrapped(error), durationMs: 3 });

  expect(lines).toEqual([expect.stringContaining('UniqueConstraintViolationException')]);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', msg: 'Activity failed', durationMs: 3 });
  expect(lines[0]).not.toContain(phone.slice(3));
});
