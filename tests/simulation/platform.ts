import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { Client, escapeIdentifier } from 'pg';
import { refusals } from '#activities/kernel/refusals.ts';
import { createSongIngest } from '#activities/media/songs.ts';
import { readSettings } from '#adapters/env.ts';
import { connectAdapters, type Adapters } from '#adapters/index.ts';
import { createScratch } from '#adapters/scratch.ts';
import { createApp } from '#api/app.ts';
import { vfineFace } from '#api/faces/vfine/index.ts';
import type { Flows } from '#api/kernel/flows.ts';
import { turnstile } from '#api/kernel/turnstile.ts';
import { fileTypes } from '#domain/uploads/upload-key.plan.ts';
import { openBucket } from '#tests/kit/bucket.ts';
import { buildPorts } from '#tests/kit/ports.ts';
import { openSandbox } from '#tests/kit/sandbox.ts';
import { service } from '#tests/kit/services.ts';
import { workflowBundle } from '#tests/kit/temporal.ts';
import { roles } from '#workers/roles.ts';
import type { Task } from './tasks.ts';

const logger = new DefaultLogger('ERROR', () => undefined); // what goes wrong is in the trace

type Activity = (...args: unknown[]) => Promise<unknown>;

async function administer(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}

const maxBytes = 1_000_000; // of an upload

/** The parts of the outside world that a story replaces: its clock, who stands for the provider, and who hears songs. */
export type Stage = Pick<Adapters, 'clock' | 'payments'> & Partial<Pick<Adapters, 'songStudio'>>;

const untold = (_requestId: string): Flows => {
  throw new Error('no story is told');
};

/** The platform without its processes' server: real activities and the real API on a real database, whose content is new for each story. */
export async function openPlatform() {
  const { url: admin, template } = await service('database');
  const name = `simulation_${randomBytes(6).toString('hex')}`;
  const url = Object.assign(new URL(admin), { pathname: `/${name}` }).href;
  const folder = mkdtempSync(join(tmpdir(), 'ensemble-simulation-'));
  const key = Buffer.alloc(32, 5).toString('base64');
  const environment = { ENSEMBLE_DATA: folder, DATABASE_URL: url, APP_SECRET: key, PAYLOAD_KEYS: `k:${key}` };
  const adapters = await connectAdapters(readSettings(environment));
  const drop = `drop database if exists ${escapeIdentifier(name)} with (force)`;

  let stage: Stage = adapters;
  let flowsFor = untold;
  // Activities and routes are made once; what a story puts in place of a part is looked up at each use.
  const standIn = <P extends keyof Stage>(part: P) =>
    new Proxy({} as NonNullable<Stage[P]>, {
      get(_, name) {
        const own: unknown = stage[part]?.[name as never];
        return typeof own === 'function' ? own.bind(stage[part]) : own;
      },
    });
  const http = createServer();
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const bucket = await openBucket({
    storage: adapters.storage,
    now: () => stage.clock.now().getTime(),
    callbackUrl: `${base}/vfine/v1/callback`,
    maxBytes,
  });
  const onStage = {
    ...adapters,
    objectStore: bucket.objectStore,
    clock: standIn('clock'),
    payments: standIn('payments'),
  };
  const all = onStage as unknown as Adapters; // roles that make films are not asked for
  const ears = { ...onStage, songStudio: standIn('songStudio'), scratch: createScratch(join(folder, 'scratch')) };
  const activities = {
    ...roles.business(all).activities,
    ...roles.io(all).activities,
    ...createSongIngest(ears),
  } as Record<string, Activity>;
  const sandbox = await openSandbox((await workflowBundle()).code, Object.keys(activities));

  const faults: unknown[] = [];
  const app = createApp({
    modules: [vfineFace],
    hosts: {},
    dependencies: [],
    pages: [],
    trustProxy: false,
    log: { info: () => undefined },
    world: {
      fork: () => adapters.orm.em.fork(),
      turn: turnstile(10_000),
      repeat: () => () => undefined,
      flowsFor: (id) => flowsFor(id),
      ports: { ...buildPorts(folder), ...onStage, settings: buildPorts(folder).settings },
      allowedOrigins: [],
      publicOrigin: undefined,
      report: (error) => void faults.push(error),
    },
  });
  const handle = app.callback();
  http.on('request', (request, response) => void handle(request, response));

  return {
    orm: adapters.orm,
    adapters,
    sandbox,
    base,
    bucket,
    /** Faults that requests met since the story began. */
    faults,

    /** An empty database and store, and who plays the outside world from now on. */
    async reset(next: Stage, flows: (requestId: string) => Flows): Promise<void> {
      [stage, flowsFor] = [next, flows];
      faults.length = 0;
      for (const prefix of [...fileTypes, 'vfine']) await adapters.storage.removeAll(prefix);
      const create = `create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}`;
      await administer(admin, drop, create);
    },

    /** Runs an activity as a worker does. */
    run({ type, args, attempt, workflowId, runId, seq }: Task): Promise<unknown> {
      const activity = activities[type];
      if (!activity) throw new Error(`no worker has the activity ${type}`);
      const info = { attempt, activityId: String(seq), activityType: type, workflowExecution: { workflowId, runId } };
      const environment = new MockActivityEnvironment(info, { logger });
      const execute = refusals.execute;
      if (!execute) return environment.run(activity, ...args);
      return environment.run(() => execute({ args, headers: {} }, (input) => activity(...input.args)));
    },

    async close(): Promise<void> {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await bucket.close();
      await sandbox.close();
      await adapters.close();
      await administer(admin, drop);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type SimulatedPlatform = Awaited<ReturnType<typeof openPlatform>>;
