import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gramsOf } from '#domain/works/name-grams.plan.ts';
import { Work } from '#domain/works/work.entity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser, buildWork } from '#tests/kit/factories.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

test.each(['晨光 0', '  a  b ', '\u3000', 'a\tb\nc', '{,"\\}', 'null'])('a work may be called %j', async (name) => {
  const { orm } = database;
  const producer = await buildUser({ orm, ports: { passwords: { hash: async () => '' } } }, { realm: 'vfine' });
  const { id } = await buildWork({ orm }, { producer, name });
  const kept = await orm.em.fork().findOneOrFail(Work, id);
  expect(kept).toMatchObject({ name, nameGrams: gramsOf(name) });
});

test('a work is kept as it was made', async () => {
  const { orm } = database;
  const producer = await buildUser({ orm, ports: { passwords: { hash: async () => '' } } }, { realm: 'vfine' });
  const { id } = await buildWork({ orm }, { producer, name: '海', tags: [3, 31], fingerprintMatch: null });
  const kept = await orm.em.fork().findOneOrFail(Work, id);
  expect(kept).toMatchObject({ name: '海', nameGrams: ['6d77'], tags: [3, 31], categories: [], status: 'ONLINE' });
});
