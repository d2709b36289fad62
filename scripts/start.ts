// npm start: sets up what is missing, starts every part of the platform, keeps it running, and stops it in order.
import { readSettings, SettingsError, type Settings } from '#adapters/env.ts';
import { faceModules } from '#api/faces.ts';
import { registerTemporal } from '#temporal/register.ts';
import { standInForAlipay } from './platform/alipay.ts';
import { readable, readableOfTemporal, nothing } from './platform/log-lines.ts';
import { apiUrl, ownPrograms } from './platform/parts.ts';
import { standInForOss } from './platform/oss.ts';
import { claim, prepareDatabase, prepareFfmpeg, processEnvironment, runScript } from './platform/prepare.ts';
import { untilReady, welcome } from './platform/ready.ts';
import { Supervisor } from './platform/supervisor.ts';
import { hasStandIn, standInForWeixin } from './platform/weixin.ts';
import { SetupError } from './setup/host.ts';
import { seconds, step } from './setup/steps.ts';
import { ensureTemporalBinaries } from './setup/temporal-binaries.ts';
import { ensureTemporalDatabases, temporalServer, temporalUi } from './setup/temporal.ts';

const onePress = 400; // ms: npm, the terminal and start.mjs each pass on the same Ctrl-C

async function startTemporal(settings: Settings, databaseUrl: string, supervisor: Supervisor): Promise<void> {
  const { TEMPORAL_PORT: temporal, TEMPORAL_UI_PORT: ui, TEMPORAL_NAMESPACE: namespace } = settings;
  const binaries = await step(
    'Temporal server, built by Go once',
    ensureTemporalBinaries,
    ({ version }) => `Temporal server ${version}`,
  );
  await step('databases of Temporal', () => ensureTemporalDatabases(binaries, databaseUrl));
  supervisor.start({ temporal: temporalServer(binaries, temporal, databaseUrl) }, readableOfTemporal);
  supervisor.start({ ui: temporalUi(binaries, { temporal, ui }, namespace, apiUrl(settings)) }, nothing);
}

async function start(settings: Settings, supervisor: Supervisor): Promise<string> {
  await prepareFfmpeg(settings);
  const databaseUrl = await prepareDatabase(settings, supervisor);
  if (!settings.TEMPORAL_ADDRESS) await startTemporal(settings, databaseUrl, supervisor);
  const own = processEnvironment(settings);
  const env = {
    ...own,
    ...(await standInForWeixin(settings, supervisor)),
    ...(await standInForAlipay(settings, supervisor)),
    ...(await standInForOss(settings, own, supervisor)),
  };
  await step(
    'migrations',
    () => runScript('migrate.ts', env),
    (outcome) => outcome || 'migrations',
  );
  const accounts = await step('accounts', () => runScript('seed.ts', env));
  await step('namespace, search attributes, schedules', () => registerTemporal(settings));
  const { api, workers } = ownPrograms(env);
  const death = Promise.withResolvers<string>();
  supervisor.start(workers, readable, death.resolve);
  supervisor.start({ api }, readable, death.resolve);
  await step(
    'API',
    (say) => untilReady(apiUrl(settings), say, death.promise),
    () => `API on ${apiUrl(settings)}`,
  );
  return welcome(
    settings,
    faceModules.map(({ face }) => face.prefix),
    accounts,
  );
}

/** Lets the embedded set-up take in its demo clips and music while it runs; what is there already stays as it is. */
function beginDemoSet(settings: Settings, signal: AbortSignal): void {
  runScript('clip.ts', processEnvironment(settings), { args: ['demo'], signal }).then(
    (added) => added && console.log(`✓ demo clips and music for dubbing:\n${added}`),
    (error: unknown) => signal.aborted || console.error(`The demo clips were not taken in: ${String(error)}`),
  );
}

/** The first Ctrl-C drains and stops, the second one ends everything at once. */
function obeySignals(supervisor: Supervisor, background: AbortController): void {
  let first = 0;
  const stop = async (): Promise<void> => {
    if (first && Date.now() - first < onePress) return;
    if (first) {
      await supervisor.kill();
      process.exit(130);
    }
    first = Date.now();
    background.abort();
    console.log('\nStopping; once more to stop at once.');
    await supervisor.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, () => void stop());
}

async function main(): Promise<void> {
  const begun = Date.now();
  const settings = readSettings();
  const supervisor = new Supervisor(settings.ENSEMBLE_DATA, await claim(settings));
  const background = new AbortController();
  obeySignals(supervisor, background);
  try {
    console.log(await start(settings, supervisor));
    console.log(`Ready in ${seconds(Date.now() - begun)}. Ctrl-C stops everything.\n`);
    if (hasStandIn(settings) && settings.DEMO_CLIPS) beginDemoSet(settings, background.signal);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

await main().catch((error: unknown) => {
  const isOurs = error instanceof SetupError || error instanceof SettingsError;
  console.error(isOurs ? `\n${error.message}` : error);
  process.exit(1);
});
