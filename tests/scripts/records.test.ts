import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRecords } from '#scripts/platform/records.ts';
import { isRunning, readIfThere } from '#scripts/setup/processes.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ensemble-records-'));
});
afterEach(() => {
  for (const { pid } of children.splice(0)) {
    try {
      if (pid) process.kill(-pid, 'SIGKILL');
    } catch {
      // the test has ended it
    }
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A process that leads a group, as the supervisor starts them. */
function leader(script: string): ChildProcess & { pid: number } {
  const child = spawn('sh', ['-c', script], { detached: true, stdio: 'ignore' });
  children.push(child);
  return child as ChildProcess & { pid: number };
}

const ended = (child: ChildProcess) =>
  new Promise((resolve) => (child.signalCode ? resolve(0) : child.once('exit', resolve)));
const fileOf = (name: string) => join(folder, 'run', `${name}.json`);

describe('what a killed run left behind', () => {
  it('is ended at the next start, and forgotten', async () => {
    const child = leader('sleep 60');
    createRecords(folder).write('media', child.pid);
    expect(await createRecords(folder).endLeftovers()).toEqual(['media']);
    await ended(child);
    expect(child.signalCode).toBe('SIGKILL');
    expect(existsSync(fileOf('media'))).toBe(false);
  });

  it('is ended with what it started itself, also when only that is left', async () => {
    const note = join(folder, 'child');
    const child = leader(`sleep 60 & echo $! > ${note}; wait`);
    createRecords(folder).write('media', child.pid);
    while (!readIfThere(note)) await sleep(10);
    process.kill(child.pid, 'SIGKILL');
    await ended(child);
    const grandchild = Number(readFileSync(note, 'utf8'));
    while (!readIfThere(`/proc/${grandchild}/cmdline`)?.startsWith('sleep')) await sleep(10);
    expect(await createRecords(folder).endLeftovers()).toEqual(['media']);
    expect(isRunning(grandchild)).toBe(false);
  });

  it('is not somebody else’s process that has got the same number', async () => {
    const child = leader('sleep 60');
    createRecords(folder).write('media', child.pid);
    const record = JSON.parse(readFileSync(fileOf('media'), 'utf8')) as object;
    writeFileSync(fileOf('media'), JSON.stringify({ ...record, started: '1' }));
    expect(await createRecords(folder).endLeftovers()).toEqual([]);
    expect(child.signalCode).toBeNull();
  });
});

describe('a data folder', () => {
  it('belongs to one supervisor at a time', () => {
    const records = createRecords(folder);
    expect(records.claimant()).toBeUndefined();
    const { pid } = leader('sleep 60');
    records.write('supervisor', pid);
    expect(records.claimant()).toBe(pid);
    expect(() => records.claim()).toThrow(/runs already from .* set ENSEMBLE_DATA/);
  });

  it('is free again when its supervisor is dead', async () => {
    const records = createRecords(folder);
    const child = leader('sleep 60');
    records.write('supervisor', child.pid);
    process.kill(child.pid, 'SIGKILL');
    await ended(child);
    expect(() => records.claim()).not.toThrow();
    expect(records.claimant()).toBe(process.pid);
  });
});
