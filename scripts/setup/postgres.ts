import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedDatabase, embeddedUrl } from './environment.ts';
import { SetupError } from './host.ts';
import { ensurePostgresHome, type PostgresHome } from './postgres-home.ts';
import { isRunning, readIfThere } from './processes.ts';
import { run } from './run.ts';
import { canConnect, queryOne } from './sql.ts';

const logLimit = 10 * 1024 * 1024; // bytes; looked at when it starts, the former log is kept as .1
const startTimeout = 20_000; // ms; a killed postmaster's lock can last some seconds

export interface Postgres {
  /** URL of a database of this server. */
  url: (database: string) => string;
  version: string;
  /** True while the server process lives. */
  isAlive: () => boolean;
  start: () => Promise<void>;
  stop: (mode: 'fast' | 'immediate') => Promise<void>;
}

export interface PostgresOptions {
  folder: string;
  port: number;
  password: string;
  /** Further settings of the server, `name=value`. */
  settings?: string[];
}

function postmaster(data: string): { pid: number; port: number } | undefined {
  const lines = readIfThere(join(data, 'postmaster.pid'))?.split('\n');
  const [pid, port] = [Number(lines?.[0]), Number(lines?.[3])];
  return isPostgres(pid) ? { pid, port } : undefined;
}

/** A pid file outlives a kill -9, and its number may by now belong to somebody else. */
const isPostgres = (pid: number): boolean => readIfThere(`/proc/${pid}/comm`)?.trim() === 'postgres' && isRunning(pid);

function worksIn(pid: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false; // not a process, gone, or a zombie
  }
}

/** PostgreSQL takes a killed postmaster that nobody reaps for a living one; the last backend must be gone, though. */
function clearStalePid(data: string): void {
  if (postmaster(data) || readdirSync('/proc').some((pid) => worksIn(pid, data))) return;
  rmSync(join(data, 'postmaster.pid'), { force: true });
}

/** The port on which the database of this data folder runs already, if it does. */
export const runningPort = (folder: string): number | undefined => postmaster(join(folder, 'postgres'))?.port;

/** Ends the database of a data folder at once, by whatever process it was started. */
export async function endPostgres(folder: string): Promise<void> {
  const data = join(folder, 'postgres');
  const running = postmaster(data);
  if (!running) return;
  process.kill(running.pid, 'SIGQUIT');
  for (const until = Date.now() + startTimeout; postmaster(data) && Date.now() < until;) await sleep(20);
}

async function initialise(home: PostgresHome, password: string): Promise<void> {
  const { uid, gid } = home.identity;
  const pwfile = join(tmpdir(), `ensemble-${process.pid}-${Date.now()}`);
  writeFileSync(pwfile, password, { mode: 0o600, flag: 'wx' });
  if (uid !== undefined && gid !== undefined) chownSync(pwfile, uid, gid);
  const options = ['-A', 'scram-sha-256', `--pwfile=${pwfile}`, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  try {
    await run(join(home.bin, 'initdb'), ['-D', home.data, '-U', embeddedDatabase, ...options], { ...home.identity });
  } finally {
    rmSync(pwfile);
  }
}

/** Runs `work` in one process at a time; the others wait and then run it themselves. */
async function exclusively<T>(data: string, work: () => Promise<T>): Promise<T> {
  const lock = `${data}.lock`;
  for (const until = Date.now() + 60_000; ; await sleep(100)) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const pid = Number(readIfThere(join(lock, 'pid')) ?? 0);
      if ((pid > 0 && !isRunning(pid)) || Date.now() > until) rmSync(lock, { recursive: true, force: true });
    }
  }
  writeFileSync(join(lock, 'pid'), String(process.pid));
  try {
    return await work();
  } finally {
    rmSync(join(lock, 'pid'), { force: true });
    rmdirSync(lock);
  }
}

/** Its log says what failed, never with which values: unlike our own logs, nothing masks it. */
const discreet = ['log_error_verbosity=terse', 'log_min_error_statement=panic', 'log_checkpoints=off'];
const basics = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...discreet];

async function launch(home: PostgresHome, port: number, settings: string[]): Promise<void> {
  const options = `-p ${port} ${[...basics, ...settings].map((one) => `-c ${one}`).join(' ')}`;
  const log = join(home.data, 'server.log');
  if (existsSync(log) && statSync(log).size > logLimit) renameSync(log, `${log}.1`);
  for (const until = Date.now() + startTimeout; ; await sleep(300)) {
    clearStalePid(home.data);
    try {
      await run(join(home.bin, 'pg_ctl'), ['-D', home.data, '-w', '-l', log, '-o', options, 'start'], home.identity);
      return;
    } catch (error) {
      const tail = readIfThere(log)?.split('\n').slice(-8).join('\n') ?? String(error);
      if (Date.now() > until) throw new SetupError(`PostgreSQL does not start. The end of ${log}:\n${tail}`);
    }
  }
}

/** The embedded PostgreSQL: made on the first start, joined when it still runs, restarted when it is on another port. */
export async function embeddedPostgres({ folder, port, password, settings = [] }: PostgresOptions): Promise<Postgres> {
  const home = await ensurePostgresHome(folder);
  const url = (database: string) => embeddedUrl(port, password, database);
  const isAlive = () => postmaster(home.data) !== undefined;

  async function stop(mode: 'fast' | 'immediate'): Promise<void> {
    if (!isAlive()) return;
    const options = ['-D', home.data, '-w', '-t', '30', '-m', mode];
    await run(join(home.bin, 'pg_ctl'), [...options, 'stop'], home.identity).catch((error: unknown) => {
      if (isAlive()) throw error; // else it ended meanwhile, as by a second Ctrl-C during the first one's stop
    });
  }

  const start = () =>
    exclusively(home.data, async () => {
      if (!existsSync(join(home.data, 'PG_VERSION'))) await initialise(home, password);
      const running = postmaster(home.data);
      if (running && running.port !== port) await stop('fast');
      if (running?.port === port && (await canConnect(url('postgres')))) return;
      await launch(home, port, settings);
    });

  await start();
  const version = String(await queryOne(url('postgres'), 'show server_version')).split(' ')[0] ?? '';
  return { url, version, isAlive, start, stop };
}
