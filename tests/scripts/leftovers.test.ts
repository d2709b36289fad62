import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, readIfThere } from '#scripts/setup/processes.ts';
import { createLeftovers } from '#scripts/testing/leftovers.ts';

describe('what tests leave behind', () => {
  it('is nothing at first', async () => {
    const leftovers = createLeftovers();
    expect(await leftovers.find()).toEqual([]);
    leftovers.clear();
    expect(existsSync(leftovers.env.TMPDIR)).toBe(false);
  });

  it('is found, named and cleared away: files, and processes whose parent is long gone', async () => {
    const leftovers = createLeftovers(100);
    const { TMPDIR } = leftovers.env;
    writeFileSync(join(TMPDIR, 'forgotten'), '');
    const note = join(TMPDIR, 'note');
    const parent = spawn('sh', ['-c', `setsid sleep 71 >/dev/null 2>&1 & echo $! > ${note}`], {
      env: { ...process.env, TMPDIR },
      stdio: 'ignore',
    });
    await new Promise((resolve) => parent.once('exit', resolve));
    const pid = Number(readIfThere(note));
    while (!readIfThere(`/proc/${pid}/cmdline`)?.startsWith('sleep')) await sleep(10);
    expect(await leftovers.find()).toEqual(['forgotten', 'note', `process ${pid}: sleep 71 `]);
    leftovers.clear();
    while (isRunning(pid)) await sleep(10);
    expect(existsSync(TMPDIR)).toBe(false);
  });

  it('is nothing where it ends by itself when the tests are over', async () => {
    const leftovers = createLeftovers();
    const { TMPDIR } = leftovers.env;
    const child = spawn('sleep', ['0.5'], { env: { ...process.env, TMPDIR }, stdio: 'ignore' });
    await new Promise((resolve) => child.once('spawn', resolve));
    expect(await leftovers.find()).toEqual([]);
    leftovers.clear();
  });
});
