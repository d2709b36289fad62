import type { EntityManager } from '@mikro-orm/core';

/** Locks a name until the transaction ends; a try answers false where somebody else holds it. */
export async function lockName(
  em: EntityManager,
  how: 'pg_advisory_xact_lock' | 'pg_try_advisory_xact_lock',
  name: string,
): Promise<boolean> {
  const sql = `select ${how}(hashtextextended(?, 0)) as taken`;
  const [row] = await em.getConnection().execute<{ taken: unknown }[]>(sql, [name], 'all', em.getTransactionContext());
  return row?.taken === true;
}
