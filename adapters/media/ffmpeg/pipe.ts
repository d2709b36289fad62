import { execFile } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const bufferBytes = 1 << 18;

/** Where a program writes what is handed over meanwhile. */
export interface Pipe {
  file: string;
  /** Resolves when all was handed over, which is after the program has ended well; rejects when it is stopped. */
  emptied(): Promise<void>;
  /** What the receiver threw; it is why the program failed then. */
  fault(): unknown;
  close(): Promise<void>;
}

/**
 * A named pipe whose bytes are handed over in a buffer that is filled anew each time: half the processor time of a stream,
 * which makes a buffer for every read. A receiver that throws closes the pipe, which ends the program.
 */
export async function openPipe(onBytes: (bytes: Buffer) => void, stop: AbortSignal): Promise<Pipe> {
  const folder = await mkdtemp(join(tmpdir(), `ensemble-pipe-${process.pid}-`));
  const file = join(folder, 'bytes');
  await run('mkfifo', ['-m', '600', file]);
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK); // does not wait for a writer
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  promise.catch(() => undefined); // a program that failed is not asked for the rest
  stop.addEventListener('abort', () => reject(stop.reason), { once: true });
  let thrown: unknown;
  const buffer = Buffer.allocUnsafe(bufferBytes);
  const callback = (length: number): boolean => {
    try {
      onBytes(buffer.subarray(0, length));
      return true;
    } catch (error) {
      thrown = error;
      reject(error);
      socket.destroy();
      return false;
    }
  };
  const socket = new Socket({ fd, readable: true, writable: false, onread: { buffer, callback } });
  socket.on('end', resolve).on('error', reject);
  return {
    file,
    emptied: () => promise,
    fault: () => thrown,
    async close() {
      socket.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
