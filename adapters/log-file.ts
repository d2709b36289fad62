import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Appends to a file, which is turned over when it has more than `fullAt` bytes: the former one is kept as `.1`. A full or
 * broken disk costs lines, never the process. One writer a file, so that turning it over needs no lock.
 */
export function createLogFile(file: string, fullAt: number) {
  let fd: number | undefined;
  let size = 0;

  function open(): number {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    fd = openSync(file, 'a', 0o600);
    size = fstatSync(fd).size;
    return fd;
  }

  function close(): void {
    if (fd !== undefined) closeSync(fd);
    fd = undefined;
  }

  return {
    write(text: string): void {
      try {
        if (fd !== undefined && size > fullAt) {
          close();
          renameSync(file, `${file}.1`);
        }
        const to = fd ?? open();
        size += writeSync(to, text);
      } catch {
        // there is nowhere left to say so but the log itself
      }
    },
    close,
  };
}
export type LogFile = ReturnType<typeof createLogFile>;
