import type { MikroORM } from '@mikro-orm/postgresql';

/** Resolves when the database answers. */
export async function checkDatabase(orm: MikroORM): Promise<void> {
  await orm.em.getConnection().execute('select 1');
}

/** Resolves when every migration has been applied. */
export async function checkMigrations(orm: MikroORM): Promise<void> {
  const pending = await orm.migrator.getPending();
  if (pending.length > 0) throw new Error(`${pending.length} migrations are not applied: run npm run migrate`);
}
