import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createScratch } from '#adapters/scratch.ts';
import { workFolder } from './kit.ts';

const dir = workFolder();

test('a folder is there for the work and gone behind it, however it ends', async () => {
  const scratch = createScratch(join(dir, 'one'));
  const seen = await scratch.within('../a b/§', async (folder) => {
    writeFileSync(join(folder, 'x'), 'x');
    expect(basename(folder)).toMatch(/^\d+-___a_b__-\w{6}$/);
    return folder;
  });
  expect(existsSync(seen)).toBe(false);

  await expect(scratch.within('bad', () => Promise.reject(new Error('so it goes')))).rejects.toThrow('so it goes');
  expect(readdirSync(join(dir, 'one'))).toEqual([]);
});

test('two pieces of work of one name have a folder each', async () => {
  const scratch = createScratch(join(dir, 'two'));
  await Promise.all([1, 2].map(() => scratch.within('same', () => Promise.resolve())));
  const folders = await Promise.all([1, 2].map(() => scratch.within('same', (folder) => Promise.resolve(folder))));
  expect(folders[0]).not.toBe(folders[1]);
});

test('what a killed process left is swept, what a living one works on is not', async () => {
  const root = join(dir, 'three');
  const { pid: dead } = spawnSync('true');
  for (const name of [`${dead}-film-abcdef`, `${process.ppid}-film-abcdef`, 'something-else']) {
    mkdirSync(join(root, name), { recursive: true });
  }
  await createScratch(root).within('new', () => Promise.resolve());
  expect(readdirSync(root).toSorted()).toEqual([`${process.ppid}-film-abcdef`, 'something-else'].toSorted());
});
