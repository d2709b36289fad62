import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { StatEntry, StorageAdapter } from '@flystorage/file-storage';
import type { FileStorage, StoredFile } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { checkKey, checkPrefix } from './keys.ts';

export interface Range {
  start: number;
  end: number;
}

/** A Flystorage adapter that also reads a part of a file and can tell a missing file from a fault. */
export interface Shelf extends Pick<StorageAdapter, 'write' | 'stat' | 'list' | 'deleteFile' | 'deleteDirectory'> {
  read(path: string, options: { range?: Range }): Promise<Readable>;
  /** Copies a file to a local path; a shelf on the same disk does it without streaming. */
  copyTo?(path: string, target: string): Promise<void>;
  isMissing(error: unknown): boolean;
}

/** Told outright: left to itself, Flystorage sniffs the content and loses errors of the stream on the way. */
const mimeType = 'application/octet-stream';

const storedOf = ({ path, ...entry }: StatEntry): StoredFile[] =>
  entry.isFile ? [{ key: path, size: entry.size ?? 0, modifiedAt: new Date(entry.lastModifiedMs ?? 0) }] : [];

/** Copies a stream to a local path; nothing is left there where it breaks off. */
async function save(content: Readable, path: string): Promise<void> {
  try {
    await pipeline(content, createWriteStream(path));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

const missing = (key: string): DomainError => new DomainError('not_found', 'no_such_file', `no file ${key}`);

/** Reading: what is missing is refused or undefined, never a fault of the storage. */
function readFrom(shelf: Shelf): Pick<FileStorage, 'read' | 'readAll' | 'fetch' | 'stat' | 'list'> {
  const read: FileStorage['read'] = async (key, range) => {
    try {
      return await shelf.read(checkKey(key), range ? { range } : {});
    } catch (error) {
      throw shelf.isMissing(error) ? missing(key) : error;
    }
  };

  return {
    read,
    readAll: async (key) => buffer(await read(key)),
    async fetch(key, path) {
      if (shelf.copyTo === undefined) return save(await read(key), path);
      try {
        return await shelf.copyTo(checkKey(key), path);
      } catch (error) {
        await rm(path, { force: true });
        throw shelf.isMissing(error) ? missing(key) : error;
      }
    },
    async stat(key) {
      try {
        return storedOf(await shelf.stat(checkKey(key), {}))[0];
      } catch (error) {
        if (shelf.isMissing(error)) return undefined;
        throw error;
      }
    },
    async list(prefix) {
      const found: StoredFile[] = [];
      for await (const entry of shelf.list(checkPrefix(prefix), { deep: true })) found.push(...storedOf(entry));
      return found.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    },
  };
}

/** File storage over a Flystorage adapter. Its facade is left out: it keeps files and sockets open when a reader goes away. */
export function createFileStorage(shelf: Shelf): FileStorage {
  const put: FileStorage['put'] = async (key, content) => {
    const stream = Buffer.isBuffer(content) ? Readable.from([content], { objectMode: false }) : content;
    stream.on('error', () => undefined); // one that breaks before anybody reads it must not end the process
    try {
      await shelf.write(checkKey(key), stream, { mimeType });
    } finally {
      stream.destroy();
    }
  };
  const remove: FileStorage['remove'] = async (key) => shelf.deleteFile(checkKey(key), {});

  return {
    ...readFrom(shelf),
    put,
    putFile: (key, path) => put(key, createReadStream(path)),
    remove,
    removeAll: async (prefix) => shelf.deleteDirectory(checkPrefix(prefix), {}),
    async check() {
      const probe = `probe/${randomUUID()}`;
      await put(probe, Buffer.from(probe));
      await remove(probe);
    },
  };
}
