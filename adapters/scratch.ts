import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scratch } from '#domain/ports/scratch.ts';
import { prepared } from './prepared.ts';

/** Folders below `root`, named by the process that made them; what killed processes left is swept when the first piece of work begins. */
export function createScratch(root: string): Scratch {
  const ready = prepared(() => prepare(root));
  return {
    async within(name, work) {
      await ready();
      const dir = await mkdtemp(join(root, `${process.pid}-${name.replaceAll(/[^\w-]/g, '_').slice(0, 60)}-`));
      try {
        return await work(dir);
      } finally {
        await rm(dir, { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}

async function prepare(root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const name of await readdir(root)) {
    const owner = Number(/^(\d+)-/.exec(name)?.[1]);
    // In a container the next process has the same number; this one has made nothing yet.
    if (owner === process.pid || (owner > 0 && !isAlive(owner)))
      await rm(join(root, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // asks, does not kill
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
