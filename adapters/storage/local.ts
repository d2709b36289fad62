import { randomUUID } from 'node:crypto';
import { constants, createWriteStream, type Dirent } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StatEntry } from '@flystorage/file-storage';
import { LocalStorageAdapter } from '@flystorage/local-fs';
import type { FileStorage } from '#domain/ports/storage.ts';
import { prepared } from '../prepared.ts';
import { createFileStorage, type Range, type Shelf } from './stored-files.ts';

const halfWritten = '.partial'; // no key begins with a dot
const dayMs = 24 * 3600_000;
const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException | undefined)?.code;
const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(codeOf(error)));

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder that is still there after a power cut: every new one is known to its parent. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let at = folder; at.length >= first.length; at = dirname(at)) await sync(dirname(at));
}

/** Removes what killed processes left half-written. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (mtimeMs < Date.now() - dayMs) await rm(path, { force: true });
  }
}

/** Flystorage's local adapter writes in place and lists without sizes; here a file is renamed in when it is whole. */
class WholeFiles extends LocalStorageAdapter implements Shelf {
  readonly folder: string;
  private readonly ready = prepared(() => this.prepare());
  readonly isMissing = isMissing;

  constructor(folder: string) {
    super(folder);
    this.folder = folder;
  }

  private async prepare(): Promise<void> {
    const partial = join(this.folder, halfWritten);
    await makeFolder(partial);
    await sweep(partial);
  }

  override async write(path: string, content: Readable): Promise<void> {
    await this.ready();
    const partial = join(this.folder, halfWritten, randomUUID());
    const whole = join(this.folder, path);
    try {
      await pipeline(content, createWriteStream(partial, { flush: true, mode: 0o600 }));
      await makeFolder(dirname(whole));
      await rename(partial, whole);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    await sync(dirname(whole));
  }

  async copyTo(path: string, target: string): Promise<void> {
    await copyFile(join(this.folder, path), target, constants.COPYFILE_FICLONE);
  }

  override async read(path: string, { range }: { range?: Range }): Promise<Readable> {
    const handle: FileHandle = await open(join(this.folder, path), 'r');
    if ((await handle.stat()).isFile()) return handle.createReadStream(range ?? {});
    await handle.close();
    throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  }

  override async *list(path: string): AsyncGenerator<StatEntry> {
    const entries = await readdir(join(this.folder, path), { recursive: true, withFileTypes: true }).catch(
      (error: unknown): Dirent[] => {
        if (isMissing(error)) return [];
        throw error;
      },
    );
    for (const entry of entries.filter((one) => one.isFile())) {
      const key = relative(this.folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/');
      const found = await stat(join(entry.parentPath, entry.name)).catch(() => undefined); // removed meanwhile
      if (found) yield this.entryOf(key, found.size, found.mtimeMs);
    }
  }

  private entryOf(path: string, size: number, lastModifiedMs: number): StatEntry {
    return { path, type: 'file', isFile: true, isDirectory: false, size, lastModifiedMs };
  }
}

/** Files in a folder of this machine, or of a file server that several machines mount. */
export const createLocalStorage = (folder: string): FileStorage => createFileStorage(new WholeFiles(folder));
