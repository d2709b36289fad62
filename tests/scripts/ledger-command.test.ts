import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bookProofs } from '#domain/ledger/check-books.ts';
import { eventProofs } from '#domain/ledger/check-events.ts';
import { creditSale } from '#domain/ledger/sales.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

const run = (...args: string[]): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, DATABASE_URL: database.url };
    execFile(process.execPath, ['scripts/ledger.ts', ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr });
    });
  });

test('a sound ledger is said to be so, line by line', async () => {
  const { code, said } = await run('check');
  expect(code).toBe(0);
  const proved = said.split('\n').filter((line) => line.startsWith('ok '));
  expect(proved).toHaveLength(bookProofs.length + eventProofs.length + 1); // the taxes too
  expect(said).toContain('the ledger is sound');
});

test('what nothing explains is shown, and the command fails', async () => {
  const orderId = randomUUID();
  const items = [{ certificateId: randomUUID(), sellerUuid: randomUUID(), priceFen: 10, incomeFen: 8 }];
  await database.orm.em.fork().transactional((em) => creditSale(em, { orderId, at: new Date(), items }));
  const { code, said } = await run('check');
  expect(code).toBe(1);
  expect(said).toContain(`order:${orderId}:sale is booked (sale, 10 fen), and nothing says why`);
  expect(said).toContain('3 breaches');
});

test('anything else is told how to ask', async () => {
  expect(await run()).toEqual({ code: 1, said: 'usage: npm run ledger -- check\n' });
});
