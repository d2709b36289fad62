import { serverEnvironment, uiEnvironment, databasesBeside } from '#temporal/environment.ts';
import { ensureTemporalSchema } from '#temporal/schema.ts';
import { root } from './host.ts';
import { ensureDatabase, queryOne } from './sql.ts';
import type { TemporalBinaries } from './temporal-binaries.ts';

/** A program as `spawn` takes it. */
export interface Program {
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

const onServerOf = (databaseUrl: string, database: string): string => {
  const url = new URL(databaseUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
};

/** Makes the databases of Temporal beside the application's and brings them to its schema. */
export async function ensureTemporalDatabases(binaries: TemporalBinaries, databaseUrl: string): Promise<void> {
  const application = decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
  for (const database of Object.values(databasesBeside(application))) await ensureDatabase(databaseUrl, database);
  await ensureTemporalSchema(binaries.sqlTool, databaseUrl, async (database) => {
    const known = await queryOne(onServerOf(databaseUrl, database), "select to_regclass('schema_version') is not null");
    return known === true;
  });
}

export const temporalServer = (binaries: TemporalBinaries, firstPort: number, databaseUrl: string): Program => ({
  command: binaries.server,
  args: ['--config-file', 'temporal/server.yaml.tpl', '--allow-no-auth', 'start'],
  cwd: root,
  env: { ...process.env, ...serverEnvironment(firstPort, databaseUrl) },
});

export const temporalUi = (
  binaries: TemporalBinaries,
  ports: { temporal: number; ui: number },
  namespace: string,
  api: string,
): Program => ({
  command: binaries.ui,
  args: ['--root', root, '--config', 'temporal/ui', '--env', 'embedded', 'start'],
  cwd: root,
  env: { ...process.env, ...uiEnvironment(ports, namespace, api) },
});
