import { createServer } from 'node:http';
import { readSettings } from '#adapters/env.ts';
import { checkDatabase, checkMigrations } from '#adapters/db/check.ts';
import { connectAdapters } from '#adapters/index.ts';
import { createProcessLog } from '#adapters/operator-log.ts';
import { connectTemporal } from '#adapters/temporal/client.ts';
import { createFlows } from '#adapters/temporal/flows.ts';
import { createApp } from './app.ts';
import { docsPages } from './docs.ts';
import { faceModules } from './faces.ts';
import { repeat } from './kernel/repeat.ts';
import { turnstile } from './kernel/turnstile.ts';
import { refuseUnreadable } from './kernel/unreadable.ts';
import type { World } from './kernel/world.ts';

const settings = readSettings();
const log = createProcessLog(settings, 'api');
const adapters = await connectAdapters(settings);
const { orm, storage } = adapters;
const temporal = await connectTemporal(settings, adapters.dataConverter);

const uiUrls = settings.TEMPORAL_UI_URL
  ? [settings.TEMPORAL_UI_URL]
  : ['127.0.0.1', 'localhost'].map((host) => `http://${host}:${settings.TEMPORAL_UI_PORT}`);
const publicOrigin = settings.PUBLIC_URL && new URL(settings.PUBLIC_URL).origin;
const world: World = {
  fork: () => orm.em.fork(),
  turn: turnstile(Math.floor(settings.DATABASE_POOL * 0.75)),
  repeat,
  flowsFor: (requestId, by) => createFlows(temporal, requestId, { by }),
  allowedOrigins: [...settings.ALLOWED_ORIGINS.split(',').filter(Boolean), ...(publicOrigin ? [publicOrigin] : [])],
  publicOrigin,
  ports: {
    ...adapters,
    settings: {
      allowNoCaptcha: settings.ALLOW_NO_CAPTCHA,
      idCardCheck: settings.ID_CARD_CHECK,
      confirmContactChange: settings.CONFIRM_CONTACT_CHANGE,
      shareByDefault: settings.SHARE_BY_DEFAULT,
      logReader: settings.LOG_READER,
      rateLimits: settings.RATE_LIMITS,
      sessionDays: settings.SESSION_DAYS,
      quotaBytes: settings.USER_QUOTA_MB * 1024 * 1024,
      voices: {
        bytes: settings.VOICE_MAX_MB * 1024 * 1024,
        openHours: settings.VOICE_OPEN_HOURS,
        openUploads: settings.VOICE_OPEN_UPLOADS,
        needsLogin: settings.VOICE_NEEDS_LOGIN,
      },
      dubbingWaitMs: settings.DUBBING_WAIT_SECONDS * 1000,
      testForms: settings.TEST_FORMS,
      showOwners: settings.SHOW_OWNERS,
      temporalUiOrigins: uiUrls.map((url) => new URL(url).origin),
    },
  },
  report: (error, koa) =>
    log.error({ event: 'fault', requestId: koa.state.requestId as string, err: error }, 'request failed'),
};

const app = createApp({
  modules: faceModules,
  world,
  log,
  pages: [docsPages(faceModules)],
  hosts: Object.fromEntries(
    (settings.FACE_HOSTS ?? '')
      .split(',')
      .filter(Boolean)
      .map((pair) => pair.split('=') as [string, string]),
  ),
  trustProxy: settings.TRUST_PROXY,
  dependencies: [
    { name: 'database', check: () => checkDatabase(orm) },
    { name: 'migrations', check: () => checkMigrations(orm) },
    { name: 'temporal', check: () => temporal.workflowService.getSystemInfo({}) },
    { name: 'storage', check: () => storage.check() },
  ],
});
if (settings.ALLOW_NO_CAPTCHA)
  log.warn({ event: 'no_captcha' }, 'ALLOW_NO_CAPTCHA is on: anybody may skip the captcha');

const handle = app.callback();
const server = createServer((request, response) => void handle(request, response));
server.keepAliveTimeout = 75_000; // proxies keep a connection for 60 s: it must not be closed under a request of theirs
server.on('clientError', refuseUnreadable);
server.on('error', (error) => {
  const isTaken = 'code' in error && error.code === 'EADDRINUSE';
  log.fatal(
    { event: 'listen_failed', err: error },
    isTaken ? `port ${settings.PORT} is taken: set PORT to a free one` : 'cannot listen',
  );
  process.exit(1);
});
server.listen(settings.PORT, settings.BIND, () => log.info({ event: 'api_ready', port: settings.PORT }, 'API ready'));

/** Answers what has been asked, then lets go of everything. */
async function stop(): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const sweep = setInterval(() => server.closeIdleConnections(), 50); // those that were at a request become idle later
  await closed;
  clearInterval(sweep);
  await temporal.connection.close();
  await adapters.close();
  log.info({ event: 'api_stopped' }, 'API stopped');
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
