import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { connectDatabase } from '#adapters/db/orm.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';

let database: TestDatabase;
let operator: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  operator = new Client({ connectionString: database.url });
  await operator.connect();
});
afterAll(async () => {
  await operator.end();
  await database.drop();
});

test('connections lost in the middle of transactions do not use up the pool', async () => {
  const places = 2;
  const orm = await connectDatabase(database.url, places);
  for (let loss = 0; loss <= places; loss++) {
    const work = orm.em.fork().transactional(async (em) => {
      const [row] = (await orm.em
        .getConnection()
        .execute('select pg_backend_pid() as pid', [], 'all', em.getTransactionContext())) as [{ pid: number }];
      await operator.query('select pg_terminate_backend($1)', [row.pid]);
      await em.nativeUpdate(User, { id: -1 }, { email: null });
    });
    await expect(work).rejects.toThrow(/connection/i);
  }
  expect(await orm.em.fork().count(User, { id: -1 })).toBe(0);
  await orm.close(true);
});
