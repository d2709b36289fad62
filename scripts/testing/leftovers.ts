import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const toolsOwn = /^(node-compile-cache|hsperfdata_.*)$/; // kept by Node and Java, not by a test

/** Processes that were started with this folder as their TMPDIR, whoever their parent is by now. */
function processesOf(folder: string): number[] {
  const pids = readdirSync('/proc').map(Number);
  return pids.filter((pid) => {
    try {
      return (
        pid > 0 && pid !== process.pid && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TMPDIR=${folder}\0`)
      );
    } catch {
      return false; // it ended meanwhile, or is somebody else's
    }
  });
}

const commandOf = (pid: number): string =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 100);

/** A temporary folder for a whole run of the tests, by which what they leave behind is found, named and removed. */
export function createLeftovers() {
  const folder = mkdtempSync(join(tmpdir(), 'ensemble-npm-test-'));
  chmodSync(folder, 0o711); // PostgreSQL runs as somebody else when this is root
  return {
    env: { TMPDIR: folder },

    /** What the tests have left: files by name, processes by command. */
    find: (): string[] => [
      ...readdirSync(folder).filter((name) => !toolsOwn.test(name)),
      ...processesOf(folder).map((pid) => `process ${pid}: ${commandOf(pid)}`),
    ],

    clear(): void {
      for (const pid of processesOf(folder)) process.kill(pid, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
