import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSecrets } from '#adapters/secrets.ts';
import { openIdentity } from '#domain/verification/identity.ts';
import { Verification } from '#domain/verification/verification.entity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser } from '#tests/kit/factories.ts';

const secret = Buffer.alloc(32, 7);
const migration = 'Migration20261127223127_sealed_applications';
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  process.env['APP_SECRET'] = secret.toString('base64');
});
afterAll(async () => {
  delete process.env['APP_SECRET'];
  await database.drop();
});

test('the migration seals whole the applications that were kept in parts', async () => {
  const { orm } = database;
  const secrets = createSecrets(secret);
  const user = await buildUser({ orm, ports: { passwords: { hash: async () => 'none' } } }, { realm: 'vfine' });
  await orm.migrator.down({ migrations: [migration] });
  const [id, sealedCard] = [randomUUID(), secrets.seal('id-card', '13010419000101123x')];
  const kept = { name: 'lee', sealed_card: sealedCard, id_card_facade: '/f', id_card_obverse: '/o' };
  await orm.em.getConnection().execute(
    `insert into musician_verification
       (id, created_at, updated_at, user_id, occupations, avatar, music, status, ${Object.keys(kept).join(', ')})
     values (?, now(), now(), ?, '["singer"]', '/a', '/m', 'PENDING', ?, ?, ?, ?)`,
    [id, user.id, ...Object.values(kept)],
  );
  await orm.migrator.up({ migrations: [migration] });
  const row = await orm.em.fork().findOneOrFail(Verification, id, { populate: ['user'] });
  expect(openIdentity(secrets, row)).toEqual({
    name: 'lee',
    idCard: '13010419000101123x',
    idCardFacade: '/f',
    idCardObverse: '/o',
  });
  expect(row.cardDigest).toBe(secrets.digest('real-name-card', '13010419000101123X'));
  expect(await orm.migrator.checkSchema()).toBe(false);
});
