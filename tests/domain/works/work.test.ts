import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Work } from '#domain/works/work.entity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser, buildWork } from '#tests/kit/factories.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

test('a work is kept as it was made', async () => {
  const { orm } = database;
  const producer = await buildUser({ orm, ports: { passwords: { hash: async () => '' } } }, { realm: 'vfine' });
  const { id } = await buildWork({ orm }, { producer, name: '海', tags: [3, 31], fingerprintMatch: null });
  const kept = await orm.em.fork().findOneOrFail(Work, id);
  expect(kept).toMatchObject({ name: '海', nameGrams: ['海'], tags: [3, 31], categories: [], status: 'ONLINE' });
});
