// Plain JavaScript for whatever Node the machine has (20 or newer): installs the dependencies when they are missing or
// older than the lockfile, then hands over to Node 24 of node_modules, which runs TypeScript as it is.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const stamp = join(modules, '.ensemble-lock');
const lockfile = join(root, 'package-lock.json');

const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** True when node_modules holds what the lockfile says, by our own stamp or by a later npm run by hand. */
function isInstalled(wanted) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true;
  return changed(join(modules, '.package-lock.json')) > changed(lockfile);
}

function install() {
  const wanted = createHash('sha256').update(readFileSync(lockfile)).digest('hex');
  if (!isInstalled(wanted)) {
    const started = Date.now();
    console.log('… dependencies from the lockfile (npm ci)');
    const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
    const { status, error } = spawnSync('npm', ['ci', '--include=dev', '--include=optional', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      // onnxruntime-node would fetch libraries for GPUs, which nothing here uses.
      env: { ...process.env, PATH: path.join(delimiter), ONNXRUNTIME_NODE_INSTALL: 'skip' },
    });
    if (status !== 0) {
      console.error(`✗ npm ci failed${error ? `: ${error.message}` : ''}. It needs npm on the PATH and the registry.`);
      process.exit(1);
    }
    console.log(`✓ dependencies (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  }
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) writeFileSync(stamp, wanted);
}

function findNode() {
  const own = join(bin, 'node');
  if (existsSync(own)) return own;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  console.error('✗ Node 24 comes with the dependencies on linux-x64 only. Elsewhere install Node 22.18 or newer.');
  return process.exit(1);
}

/**
 * Runs scripts/SCRIPT under Node 24 with this process's arguments and passes signals on. A Ctrl-C reaches the child
 * twice (from the terminal and from here); the child takes what comes within a moment as one.
 */
export function bootstrap(script) {
  install();
  const node = findNode();
  const child = spawn(node, [join(root, 'scripts', script), ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
