import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { DomainError } from '#domain/shared/errors.ts';
import type { DrawingJob, DrawingReport } from './drawing.worker.ts';
import type { Run } from './painter.ts';

const patienceMs = 1000; // for a thread to end by itself once it is told to stop

/** Threads that draw. One stays for the next segment, with its memory and the last pictures in it; it keeps no process alive. */
export function createDrawingRoom() {
  let idle: Worker | undefined;

  function take(): Worker {
    const worker = idle ?? new Worker(new URL('./drawing.worker.ts', import.meta.url));
    idle = undefined;
    worker.ref();
    return worker;
  }

  async function giveBack(worker: Worker): Promise<void> {
    worker.unref();
    if (idle === undefined) idle = worker;
    else await worker.terminate();
  }

  return {
    /** Draws a run of frames into a pipe and resolves with their number; whoever aborts must also stop the reader of the pipe. */
    async draw(run: Run, pipe: string, signal: AbortSignal, onDrawn: (frames: number) => void): Promise<number> {
      signal.throwIfAborted();
      const worker = take();
      const stop = new SharedArrayBuffer(4);
      const ended = outcome(worker, onDrawn);
      const halt = () => {
        Atomics.store(new Int32Array(stop), 0, 1);
        void unblock(pipe);
        setTimeout(() => void worker.terminate(), patienceMs).unref();
      };
      signal.addEventListener('abort', halt, { once: true });
      worker.postMessage({ run, pipe, stop } satisfies DrawingJob); // oxlint-disable-line unicorn/require-post-message-target-origin -- threads have no origin
      try {
        return await ended;
      } finally {
        signal.removeEventListener('abort', halt);
        if (signal.aborted) await worker.terminate();
        else await giveBack(worker);
        signal.throwIfAborted();
      }
    },
  };
}

/** Hears one job out and then lets the thread's events be. */
function outcome(worker: Worker, onDrawn: (frames: number) => void): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const hear = (report: DrawingReport) => {
    if (report.type === 'drawn') onDrawn(report.frames);
    else if (report.type === 'ended') resolve(report.frames);
    else reject(errorOf(report));
  };
  const leave = () => reject(new Error('the drawing thread ended'));
  worker.on('message', hear).on('error', reject).on('exit', leave);
  return promise.finally(() => worker.off('message', hear).off('error', reject).off('exit', leave));
}

const errorOf = ({ message, refusal }: Extract<DrawingReport, { type: 'failed' }>): Error =>
  refusal === undefined ? new Error(message) : new DomainError(refusal.kind, refusal.code, message);

/** Lets go a thread that waits for somebody to read its pipe: it opens, and its next write fails. */
async function unblock(pipe: string): Promise<void> {
  const reader = await open(pipe, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  await reader?.close();
}
