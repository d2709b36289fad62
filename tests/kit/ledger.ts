import type { EntityManager } from '@mikro-orm/core';

/** Balances of all accounts of the database, by code. */
export async function balances(em: EntityManager): Promise<Record<string, number>> {
  const sql =
    'select account_code as code, sum(fen) as fen from ledger_line group by 1 having sum(fen) <> 0 order by 1';
  const rows: { code: string; fen: string }[] = await em.getConnection().execute(sql);
  return Object.fromEntries(rows.map(({ code, fen }) => [code, Number(fen)]));
}
