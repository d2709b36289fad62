import type { Readable } from 'node:stream';

export interface StoredFile {
  key: string;
  size: number; // bytes
  modifiedAt: Date;
}

/** Files by key (`movies/12/a.jpg`), on a disk or in a bucket. A file appears whole or not at all. */
export interface FileStorage {
  put(key: string, content: Readable | Buffer): Promise<void>;
  putFile(key: string, path: string): Promise<void>;
  /** Copies a stored file to a local path. */
  fetch(key: string, path: string): Promise<void>;
  /** Streams a file, or bytes [start, end] of it (end inclusive, as in an HTTP range). */
  read(key: string, range?: { start: number; end: number }): Promise<Readable>;
  readAll(key: string): Promise<Buffer>;
  stat(key: string): Promise<StoredFile | undefined>;
  list(prefix: string): Promise<StoredFile[]>;
  remove(key: string): Promise<void>;
  /** Removes everything below a prefix; a missing one is no error. */
  removeAll(prefix: string): Promise<void>;
  /** Resolves when the storage can be reached and written; rejects with the reason otherwise. */
  check(): Promise<void>;
}
