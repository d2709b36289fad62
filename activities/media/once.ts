import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Job } from '#domain/ports/job.ts';
import type { Scratch } from '#domain/ports/scratch.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { watched } from './watched.ts';

interface Deps {
  storage: FileStorage;
  scratch: Scratch;
}

/** Names a result by everything that it depends on: what exists under its name need not be made again. */
export const printOf = (...parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

/** Local copies of stored files; an empty key stands for a file that nobody will open. */
export const fetchAll = (storage: FileStorage, keys: readonly string[], dir: string): Promise<string[]> =>
  Promise.all(
    keys.map(async (key, i) => {
      const file = join(dir, `in${i}`);
      if (key !== '') await storage.fetch(key, file);
      return file;
    }),
  );

/** Makes a file in a folder of its own and stores it, unless it is there already. */
export const once = (
  { storage, scratch }: Deps,
  key: string,
  make: (out: string, dir: string, job: Job) => Promise<void>,
): Promise<{ key: string }> =>
  watched(async (job) => {
    if ((await storage.stat(key)) !== undefined) return { key };
    return scratch.within(basename(key), async (dir) => {
      const out = join(dir, 'out');
      await make(out, dir, job);
      job.signal.throwIfAborted();
      await storage.putFile(key, out);
      return { key };
    });
  });
