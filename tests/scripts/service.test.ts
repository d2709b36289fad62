import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRecords } from '#scripts/platform/records.ts';
import { Service } from '#scripts/platform/service.ts';
import { isRunning, readIfThere } from '#scripts/setup/processes.ts';

let folder: string;
let service: Service;
let printed: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ensemble-service-'));
  printed = [];
});
afterEach(async () => {
  service.kill();
  await sleep(50);
  rmSync(folder, { recursive: true, force: true });
});

/** A service that runs a line of shell; `$0` is the folder of the test. */
function serve(script: string): Service {
  service = new Service({
    name: 'demo',
    program: { command: 'sh', args: ['-c', script, folder], cwd: folder, env: process.env },
    logFile: join(folder, 'logs/demo.log'),
    readable: (line) => (line.startsWith('#') ? undefined : line),
    print: (text) => void printed.push(text),
    records: createRecords(folder),
  });
  service.start();
  return service;
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 100_000; !holds(); await sleep(20)) {
    if (Date.now() > end) throw new Error(`in vain; printed: ${printed.join('\n')}`);
  }
}

const pidIn = (file: string): number => Number(readIfThere(join(folder, file)) ?? 0);

const throwFull = (): never => {
  throw new Error('ENOSPC');
};

describe('a supervised process', () => {
  it('starts again when it is killed', async () => {
    serve('echo $$ > $0/pid; exec sleep 60');
    await until(() => pidIn('pid') > 0);
    const first = pidIn('pid');
    process.kill(first, 'SIGKILL');
    await until(() => pidIn('pid') !== first && isRunning(pidIn('pid')));
    expect(printed).toEqual([expect.stringMatching(/^ended \(SIGKILL\), starts again in 0.5 s/)]);
  });

  it('starts again ever more slowly when it keeps dying', async () => {
    serve('exit 3');
    await until(() => printed.length >= 3);
    expect(
      printed.slice(0, 3).map((line) => /^ended \((.*)\), starts again in ([\d.]+) s/.exec(line)?.slice(1)),
    ).toEqual([
      ['exit 3', '0.5'],
      ['exit 3', '1'],
      ['exit 3', '2'],
    ]);
  });

  it('leaves nothing behind that it started itself', async () => {
    serve('sleep 60 & echo $! > $0/child; echo $$ > $0/pid; wait');
    await until(() => pidIn('pid') > 0);
    const child = pidIn('child');
    process.kill(pidIn('pid'), 'SIGKILL');
    await until(() => !isRunning(child));
  });

  it('may finish its work when it is asked to stop, and stays stopped', async () => {
    serve(`trap 'echo done > $0/done; exit 0' TERM; echo $$ > $0/pid; while :; do sleep 0.05; done`);
    await until(() => pidIn('pid') > 0);
    await service.stop(100_000);
    expect(existsSync(join(folder, 'done'))).toBe(true);
    expect(isRunning(pidIn('pid'))).toBe(false);
    await sleep(700);
    expect(printed).toEqual([]);
  });

  it('is killed when it does not stop in time', async () => {
    serve(`trap '' TERM; echo $$ > $0/pid; while :; do sleep 0.05; done`);
    await until(() => pidIn('pid') > 0);
    await service.stop(200);
    expect(isRunning(pidIn('pid'))).toBe(false);
  });

  it('has all it says in its log, and what is worth reading on the screen', async () => {
    serve('echo "# detail"; echo news; echo trouble >&2; exec sleep 60');
    await until(() => printed.length === 2);
    await service.stop(100_000);
    expect(printed.toSorted((a, b) => a.localeCompare(b))).toEqual(['news', 'trouble']);
    expect(readFileSync(join(folder, 'logs/demo.log'), 'utf8')).toContain('# detail\n');
  });

  it('outlives a disk that takes neither its log nor its record', async () => {
    const full = { ...createRecords(folder), write: () => throwFull() };
    service = new Service({
      name: 'demo',
      program: { command: 'sh', args: ['-c', 'echo news; exec sleep 60'], cwd: folder, env: process.env },
      logFile: '/dev/full',
      readable: (line) => line,
      print: (text) => void printed.push(text),
      records: full,
    });
    service.start();
    await until(() => printed.length === 2);
    expect(printed).toEqual([expect.stringContaining('could not be written down: Error: ENOSPC'), 'news']);
  });

  it('turns its log over while it runs', async () => {
    serve('head -c 11000000 /dev/zero | tr "\\0" x | fold -w 100000; echo; echo "last line"; exec sleep 60');
    await until(() => printed.includes('last line'));
    await service.stop(100_000);
    expect(readFileSync(join(folder, 'logs/demo.log'), 'utf8').length).toBeLessThan(1_000_000);
    expect(existsSync(join(folder, 'logs/demo.log.1'))).toBe(true);
  });
});
