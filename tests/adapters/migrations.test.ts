import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

test('the migrations, one after the other, make every table and column of the entities', async () => {
  const { orm } = database;
  const sql = await orm.schema.getUpdateSchemaSQL({ safe: true, wrap: false });
  const missing = sql.split('\n').filter((line) => /create table|add column/i.test(line));
  expect(missing).toEqual([]);
});
