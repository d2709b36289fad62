import { Client, escapeIdentifier, escapeLiteral } from 'pg';

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs one statement. */
const execute = (url: string, sql: string): Promise<void> =>
  withClient(url, async (client) => void (await client.query(sql)));

/** The first value of the first row. */
export const queryOne = (url: string, sql: string): Promise<unknown> =>
  withClient(url, async (client) => Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0]);

export const canConnect = (url: string): Promise<boolean> =>
  queryOne(url, 'select 1').then(
    () => true,
    () => false,
  );

/** Makes a database unless it is there; `admin` is the URL of another one on the same server. */
export async function ensureDatabase(admin: string, name: string): Promise<void> {
  const isThere = () => queryOne(admin, `select 1 from pg_database where datname = ${escapeLiteral(name)}`);
  if (await isThere()) return;
  await execute(admin, `create database ${escapeIdentifier(name)}`).catch(async (error: unknown) => {
    if (!(await isThere())) throw error;
  });
}
