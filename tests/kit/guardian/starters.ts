import { spawn } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Records } from '#scripts/platform/records.ts';
import { ensureSecrets } from '#scripts/setup/data-folder.ts';
import { embeddedDatabase } from '#scripts/setup/environment.ts';
import { root } from '#scripts/setup/host.ts';
import { findFreePorts } from '#scripts/setup/ports.ts';
import { embeddedPostgres } from '#scripts/setup/postgres.ts';
import { run } from '#scripts/setup/run.ts';
import { ensureDatabase } from '#scripts/setup/sql.ts';
import type { Starters } from '../services.ts';
import { markOf } from './sweep.ts';

const template = 'template_of_tests';
// Nothing has to outlast a power cut here; a killed PostgreSQL still loses nothing.
const hasty = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];

const silent = (): void => undefined;

/** Starts each service when first asked. What is heavy to load is loaded only then: many runs need none of it. */
export function createStarters(folder: string, records: Records): Starters {
  let server: Promise<(database: string) => string> | undefined;

  async function startPostgres(): Promise<(database: string) => string> {
    const { POSTGRES_PASSWORD: password } = ensureSecrets(folder).secrets;
    const postgres = await embeddedPostgres({ folder, port: await findFreePorts(1), password, settings: hasty });
    await ensureDatabase(postgres.url('postgres'), embeddedDatabase);
    return postgres.url;
  }
  const postgres = () => (server ??= startPostgres());

  return {
    async database() {
      const url = await postgres();
      await ensureDatabase(url('postgres'), template);
      const env = { ...process.env, DATABASE_URL: url(template) };
      await run(process.execPath, [join(root, 'scripts/migrate.ts')], { cwd: root, env, what: 'scripts/migrate.ts' });
      return { url: url('postgres'), template };
    },

    async temporal() {
      const [{ ensureTemporalBinaries }, { ensureTemporalDatabases, temporalServer }] = await Promise.all([
        import('#scripts/setup/temporal-binaries.ts'),
        import('#scripts/setup/temporal.ts'),
      ]);
      const binaries = await ensureTemporalBinaries(silent);
      const databaseUrl = (await postgres())(embeddedDatabase);
      await ensureTemporalDatabases(binaries, databaseUrl);
      const port = await findFreePorts(8);
      const { command, args, cwd, env } = temporalServer(binaries, port, databaseUrl);
      const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      const log = createWriteStream(join(folder, 'temporal.log'));
      child.stdout.pipe(log, { end: false });
      child.stderr.pipe(log, { end: false });
      if (child.pid) records.write('temporal', child.pid);
      return { address: `127.0.0.1:${port}` };
    },

    async workflows() {
      const [{ bundleWorkflowCode, DefaultLogger }, { failureConverterPath }] = await Promise.all([
        import('@temporalio/worker'),
        import('#adapters/temporal/converter.ts'),
      ]);
      const workflowsPath = fileURLToPath(import.meta.resolve('#workflows/index.ts'));
      const { code } = await bundleWorkflowCode({
        workflowsPath,
        failureConverterPath,
        logger: new DefaultLogger('ERROR'),
      });
      const path = join(folder, 'workflows.js');
      writeFileSync(path, code);
      return { path };
    },

    async timeSkipping() {
      const { ensureTimeSkipping, timeSkippingWrapper } = await import('#scripts/setup/time-skipping.ts');
      const path = join(folder, 'time-skipping-server');
      const jars = await ensureTimeSkipping(silent);
      writeFileSync(path, timeSkippingWrapper(jars, markOf(folder), `${path}.log`), { mode: 0o755 });
      return { path };
    },
  };
}
