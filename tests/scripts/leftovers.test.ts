import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLeftovers } from '#scripts/testing/leftovers.ts';

const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}/stat`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z');

describe('what tests leave behind', () => {
  it('is nothing at first', () => {
    const leftovers = createLeftovers();
    expect(leftovers.find()).toEqual([]);
    leftovers.clear();
    expect(existsSync(leftovers.env.TMPDIR)).toBe(false);
  });

  it('is found, named and cleared away: files, and processes whose parent is long gone', async () => {
    const leftovers = createLeftovers();
    const { TMPDIR } = leftovers.env;
    writeFileSync(join(TMPDIR, 'forgotten'), '');
    const parent = spawn('sh', ['-c', 'setsid sleep 71 >/dev/null 2>&1 & sleep 0.2'], {
      env: { ...process.env, TMPDIR },
      stdio: 'ignore',
    });
    await new Promise((resolve) => parent.once('exit', resolve));
    const found = leftovers.find();
    expect(found).toEqual(['forgotten', expect.stringMatching(/^process \d+: sleep 71/)]);
    const pid = Number(/\d+/.exec(found[1] ?? '')?.[0]);
    leftovers.clear();
    expect([isAlive(pid), existsSync(TMPDIR)]).toEqual([false, false]);
  });
});
