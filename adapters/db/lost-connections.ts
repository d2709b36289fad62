import type { Client, Pool, PoolClient } from 'pg';

type Query = (asked: unknown, ...more: unknown[]) => unknown;

const isRollback = (asked: unknown): boolean => typeof asked === 'string' && asked.trim().toLowerCase() === 'rollback';
const rolledBack = { command: 'ROLLBACK', rowCount: null, rows: [] };

/**
 * A transaction whose connection is lost cannot be rolled back; the server has done that already. Kysely keeps the place of
 * a connection whose rollback failed (its `rollback` releases nothing then), so that a pool would run dry after as many
 * losses as it has places. Here such a rollback counts as done, and the connection is thrown away when it is released.
 */
export function freeLostConnections(pool: Pool): void {
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as Query;
    const forgiving: Query = async (asked, ...more) => {
      try {
        return await query(asked, ...more);
      } catch {
        void (client as unknown as Client).end().catch(() => undefined); // the pool takes back none that is ending
        return rolledBack;
      }
    };
    client.query = ((asked: unknown, ...more: unknown[]) =>
      (isRollback(asked) ? forgiving : query)(asked, ...more)) as typeof client.query;
  });
}
