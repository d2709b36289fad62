import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '#adapters/env.ts';
import { ensureDataFolder, ensureSecrets } from '../setup/data-folder.ts';
import { checkSharedSecrets, embeddedDatabase, embeddedEnvironment } from '../setup/environment.ts';
import { ensureFfmpeg } from '../setup/ffmpeg.ts';
import { root, SetupError } from '../setup/host.ts';
import { checkDistinct, checkFree } from '../setup/ports.ts';
import { embeddedPostgres, runningPort } from '../setup/postgres.ts';
import { run } from '../setup/run.ts';
import { ensureDatabase } from '../setup/sql.ts';
import { step } from '../setup/steps.ts';
import { portsOf } from './parts.ts';
import { createRecords, type Records } from './records.ts';
import type { Supervisor } from './supervisor.ts';

/** Takes the data folder and the ports, or says who has them; clears away what a killed run left. */
export async function claim(settings: Settings): Promise<Records> {
  const folder = settings.ENSEMBLE_DATA;
  if (process.platform !== 'linux') {
    throw new SetupError(
      'npm start runs on Linux. Elsewhere start npm run api and npm run worker with services of your own.',
    );
  }
  checkSharedSecrets(settings);
  const { api, embedded, postgres } = portsOf(settings);
  checkDistinct([api, ...embedded, ...postgres]);
  ensureDataFolder(folder);
  const records = createRecords(folder);
  records.claim();
  const ended = await records.endLeftovers();
  if (ended.length > 0) console.log(`✓ ended what a former run left behind: ${ended.join(', ')}`);
  await checkFree([api], settings.BIND);
  await checkFree([...embedded, ...postgres.filter(({ number }) => number !== runningPort(folder))]);
  return records;
}

export const prepareFfmpeg = ({ FFMPEG_PATH, FFPROBE_PATH }: Settings) =>
  step(
    'ffmpeg',
    (say) => ensureFfmpeg({ ffmpeg: FFMPEG_PATH, ffprobe: FFPROBE_PATH }, say),
    ({ version }) => `ffmpeg ${version}`,
  );

/** Starts the embedded PostgreSQL where none is set, and gives the URL of the application's database. */
export async function prepareDatabase(settings: Settings, supervisor: Supervisor): Promise<string> {
  const { DATABASE_URL, ENSEMBLE_DATA: folder, POSTGRES_PORT: port } = settings;
  const { secrets } = ensureSecrets(folder);
  if (DATABASE_URL) return DATABASE_URL;
  const starting = embeddedPostgres({ folder, port, password: secrets.POSTGRES_PASSWORD });
  supervisor.watch(starting);
  const postgres = await step(
    'PostgreSQL',
    () => starting,
    ({ version }) => `PostgreSQL ${version} on 127.0.0.1:${port}`,
  );
  await ensureDatabase(postgres.url('postgres'), embeddedDatabase);
  return postgres.url(embeddedDatabase);
}

/** The environment of our own processes: the machine's, the settings, and what the embedded set-up adds. */
export const processEnvironment = (settings: Settings): NodeJS.ProcessEnv => ({
  ...process.env,
  ...embeddedEnvironment(settings),
  ENSEMBLE_DATA: settings.ENSEMBLE_DATA,
});

/** Runs one of the project's commands to its end; gives what it printed. Aborting ends it. */
export async function runScript(
  script: string,
  env: NodeJS.ProcessEnv,
  { args = [], signal }: { args?: string[]; signal?: AbortSignal } = {},
): Promise<string> {
  const path = join(root, 'scripts', script);
  if (!existsSync(path)) return '';
  return run(process.execPath, [path, ...args], {
    cwd: root,
    env,
    what: `scripts/${script}`,
    ...(signal && { signal }),
  });
}
