import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Removes what killed builds left half done. */
function sweep(folder: string): void {
  const partial = `${basename(folder)}.partial-`;
  for (const name of readdirSync(dirname(folder))) {
    if (!name.startsWith(partial) || isRunning(Number(name.slice(partial.length)))) continue;
    rmSync(`${dirname(folder)}/${name}`, { recursive: true, force: true });
  }
}

/** Makes a folder whole or not at all: `build` fills another one, which is then renamed. */
export async function cached(folder: string, build: (partial: string) => Promise<void>): Promise<string> {
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  sweep(folder);
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(partial);
  try {
    await build(partial);
    if (!existsSync(folder)) renameSync(partial, folder); // another process may have been quicker
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}
