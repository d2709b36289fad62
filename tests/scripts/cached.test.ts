import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from '#scripts/setup/cached.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ensemble-cached-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (text: string) => async (partial: string) => writeFileSync(join(partial, 'file'), text);
const failing = async (partial: string): Promise<void> => {
  await put('half')(partial);
  throw new Error('no network');
};
const unusedPid = 2 ** 22 + 1; // above the largest process number of Linux

describe('a folder built once', () => {
  it('is built on the first use only', async () => {
    const place = join(folder, 'a/b');
    expect(await cached(place, put('first'))).toBe(place);
    await cached(place, put('second'));
    expect(readFileSync(join(place, 'file'), 'utf8')).toBe('first');
  });

  it('is not there when its build fails', async () => {
    const place = join(folder, 'b');
    await expect(cached(place, failing)).rejects.toThrow('no network');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('clears away what a killed build left, and leaves a running one alone', async () => {
    const [dead, running] = [join(folder, `c.partial-${unusedPid}`), join(folder, `c.partial-${process.ppid}`)];
    mkdirSync(dead);
    mkdirSync(running);
    await cached(join(folder, 'c'), put('whole'));
    expect([existsSync(dead), existsSync(running)]).toEqual([false, true]);
  });

  it('is the quicker one of two builds at once', async () => {
    const place = join(folder, 'd');
    await cached(place, async (partial) => {
      mkdirSync(place);
      writeFileSync(join(place, 'file'), 'quicker');
      await put('slower')(partial);
    });
    expect(readFileSync(join(place, 'file'), 'utf8')).toBe('quicker');
    expect(readdirSync(folder)).toEqual(['d']);
  });
});
