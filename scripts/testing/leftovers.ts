import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kill, readIfThere } from '../setup/processes.ts';

const toolsOwn = /^(node-compile-cache|hsperfdata_.*)$/; // kept by Node and Java, not by a test

/** Processes that were started with this folder as their TMPDIR, whoever their parent is by now. */
const processesOf = (folder: string): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .filter((pid) => readIfThere(`/proc/${pid}/environ`)?.includes(`TMPDIR=${folder}\0`));

const commandOf = (pid: number): string =>
  (readIfThere(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').slice(0, 100);

/**
 * A temporary folder for a whole run of the tests, by which what they leave behind is found, named and removed; a process
 * has `endingMs` to end when its test is over.
 */
export function createLeftovers(endingMs = 30_000) {
  const folder = mkdtempSync(join(tmpdir(), 'ensemble-npm-test-'));
  chmodSync(folder, 0o711); // PostgreSQL runs as somebody else when this is root
  const look = (): string[] => [
    ...readdirSync(folder).filter((name) => !toolsOwn.test(name)),
    ...processesOf(folder).map((pid) => `process ${pid}: ${commandOf(pid)}`),
  ];
  return {
    env: { TMPDIR: folder },

    /** What the tests have left when all had time to end: files by name, processes by command. */
    async find(): Promise<string[]> {
      for (const until = Date.now() + endingMs; look().length > 0 && Date.now() < until;) await sleep(100);
      return look();
    },

    clear(): void {
      processesOf(folder).forEach(kill);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
