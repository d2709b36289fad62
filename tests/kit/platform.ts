import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Client, Connection } from '@temporalio/client';
import { connectDatabase } from '#adapters/db/orm.ts';
import { createSecrets } from '#adapters/secrets.ts';
import { parsePayloadKeys } from '#adapters/temporal/codec.ts';
import { dataConverter } from '#adapters/temporal/converter.ts';
import { readSecrets } from '#scripts/setup/data-folder.ts';
import { embeddedUrl } from '#scripts/setup/environment.ts';
import { findFreePorts } from '#scripts/setup/ports.ts';

/** Processes of the platform by the names the supervisor gives them. */
export type ProcessName = 'api' | 'worker' | 'media' | 'temporal' | 'ui' | 'alipay';

const until = async <T>(what: string, ms: number, look: () => Promise<T | undefined> | T | undefined): Promise<T> => {
  const end = Date.now() + ms;
  for (;;) {
    const found = await Promise.resolve()
      .then(look)
      .catch(() => undefined);
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await sleep(100);
  }
};

/** The real platform as `npm start` runs it, in a folder and on ports of its own. */
export async function startPlatform(extra: Record<string, string> = {}) {
  const folder = join(tmpdir(), `ensemble-e2e-${process.pid}-${Date.now()}`);
  mkdirSync(folder, { mode: 0o755 });
  const first = await findFreePorts(11);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ENSEMBLE_DATA: folder,
    TEMPORAL_PORT: String(first), // takes eight
    PORT: String(first + 8),
    TEMPORAL_UI_PORT: String(first + 9),
    POSTGRES_PORT: String(first + 10),
    ALLOW_NO_CAPTCHA: 'on',
    RATE_LIMITS: 'off',
    DEMO_CLIPS: 'off',
    ...extra,
  };
  delete env.DATABASE_URL;
  delete env.TEMPORAL_ADDRESS;
  delete env.NODE_OPTIONS;
  const origin = `http://127.0.0.1:${first + 8}`;
  let output = '';
  let supervisor = begin();

  function begin() {
    const child = spawn(process.execPath, ['scripts/start.ts'], {
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    return child;
  }

  const isReady = async () => (await fetch(`${origin}/readyz`)).status === 200 || undefined;
  const pidOf = (name: ProcessName): number =>
    (JSON.parse(readFileSync(join(folder, 'run', `${name}.json`), 'utf8')) as { pid: number }).pid;
  const postmaster = (): number =>
    Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const ready = () =>
    until('the platform to be ready', 180_000, isReady).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${output.slice(-4000)}`);
    });

  function made(name: 'POSTGRES_PASSWORD' | 'APP_SECRET' | 'PAYLOAD_KEYS'): string {
    const secrets = readSecrets(folder);
    if (!secrets) throw new Error('the platform was never started');
    return secrets[name];
  }
  const databaseUrl = () => embeddedUrl(first + 10, made('POSTGRES_PASSWORD'));
  const temporalAddress = `127.0.0.1:${first}`;
  const ended = () =>
    new Promise((resolve) => (supervisor.exitCode === null ? supervisor.once('exit', resolve) : resolve(0)));

  return {
    folder,
    origin,
    temporalAddress,
    /** Those of its processes. */
    secrets: () => createSecrets(Buffer.from(made('APP_SECRET'), 'base64')),
    /** A client that reads what the processes hold sealed; its connection is to be closed. */
    async temporal(): Promise<Client> {
      const connection = await Connection.connect({ address: temporalAddress });
      const converter = dataConverter(parsePayloadKeys(made('PAYLOAD_KEYS')));
      return new Client({ connection, namespace: 'ensemble', dataConverter: converter });
    },
    ready,
    until,
    output: () => output,
    pidOf,
    /** kill -9 of one process; the supervisor starts it again. Answers when another process has taken its place. */
    async kill(name: ProcessName): Promise<void> {
      const pid = await until(`${name} to run`, 40_000, () => pidOf(name));
      process.kill(pid, 'SIGKILL');
      await until(`${name} to start again`, 40_000, () => (pidOf(name) === pid ? undefined : true));
    },
    signal: (name: ProcessName, signal: NodeJS.Signals) => process.kill(pidOf(name), signal),
    /** PostgreSQL ends at once, as by `pg_ctl stop -m immediate`. */
    async killPostgres(): Promise<void> {
      const before = postmaster();
      process.kill(before, 'SIGQUIT');
      await until('PostgreSQL to start again', 40_000, () => (postmaster() === before ? undefined : true));
    },
    /** kill -9 of the supervisor and all it runs while PostgreSQL ends at once, then a second start. */
    async killAll(): Promise<void> {
      const pids = readdirSync(join(folder, 'run'))
        .filter((file) => file.endsWith('.json'))
        .map((file) => (JSON.parse(readFileSync(join(folder, 'run', file), 'utf8')) as { pid: number }).pid);
      process.kill(postmaster(), 'SIGQUIT');
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      await ended();
      supervisor = begin();
    },
    databaseUrl,
    database: (): Promise<MikroORM> => connectDatabase(databaseUrl(), 2),
    /** Ctrl-C; answers how long it took in ms. */
    async stop(): Promise<number> {
      const begun = Date.now();
      supervisor.kill('SIGINT');
      await ended();
      rmSync(folder, { recursive: true, force: true });
      return Date.now() - begun;
    },
  };
}
export type Platform = Awaited<ReturnType<typeof startPlatform>>;
