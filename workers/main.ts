import { mkdir } from 'node:fs/promises';
import { Runtime } from '@temporalio/worker';
import { readSettings, SettingsError } from '#adapters/env.ts';
import { connectAdapters, connectFilmmaking } from '#adapters/index.ts';
import { createProcessLog } from '#adapters/operator-log.ts';
import { sdkLogger } from './logger.ts';
import { askedRoles, createWorkers } from './start.ts';

const asked = askedRoles(process.argv.slice(2));
const settings = readSettings();
const log = createProcessLog(settings, `worker ${asked.join('+')}`);
await mkdir(settings.ENSEMBLE_DATA, { recursive: true });

Runtime.install({
  shutdownSignals: ['SIGINT', 'SIGTERM'],
  logger: sdkLogger(log),
});

async function work(): Promise<void> {
  const adapters = { ...(await connectAdapters(settings)), ...(await connectFilmmaking(settings)) };
  const workers = await createWorkers(asked, adapters);
  log.info({ event: 'worker_ready', roles: asked }, 'worker ready');
  await Promise.all(workers.map((worker) => worker.run()));
  await adapters.close();
  log.info({ event: 'worker_stopped', roles: asked }, 'worker stopped');
}

await work().catch((error: unknown) => {
  if (error instanceof SettingsError) log.fatal({ event: 'worker_failed' }, error.message);
  else log.fatal({ event: 'worker_failed', err: error }, 'worker failed');
  process.exit(1);
});
