import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { databasesBeside, sqlEnvironment } from './environment.ts';

const runFile = promisify(execFile);

/**
 * Brings both databases of Temporal to the schema of its version with its own tool; what is up to date stays as it is.
 * The tool fails on a database that has a schema when asked to begin one, hence `hasSchema`.
 */
export async function ensureTemporalSchema(
  sqlTool: string,
  databaseUrl: string,
  hasSchema: (database: string) => Promise<boolean>,
): Promise<void> {
  const databases = databasesBeside(decodeURIComponent(new URL(databaseUrl).pathname.slice(1)));
  const update = async (database: string, schema: string): Promise<void> => {
    const env = { ...process.env, ...sqlEnvironment(databaseUrl), SQL_DATABASE: database };
    const tool = (...args: string[]) => runFile(sqlTool, args, { env, maxBuffer: 1 << 26 });
    if (!(await hasSchema(database))) await tool('setup-schema', '-v', '0.0');
    await tool('update-schema', '--schema-name', schema);
  };
  await Promise.all([
    update(databases.main, 'postgresql/v12/temporal'),
    update(databases.visibility, 'postgresql/v12/visibility'),
  ]);
}
