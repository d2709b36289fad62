import { once } from 'node:events';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { DomainError } from '#domain/shared/errors.ts';
import type { DrawingJob, DrawingReport } from './drawing.worker.ts';

const patienceMs = 1000; // for a thread to end by itself once it is told to stop

type Task = Omit<DrawingJob, 'stop'>;

/** One thread stays for the next segment, with its memory and the last pictures in it; it keeps no process alive. */
function createThreads() {
  let idle: Worker | undefined;

  function hire(): Worker {
    const worker = new Worker(new URL('./drawing.worker.ts', import.meta.url));
    worker.on('error', () => undefined); // whoever waits for it hears of it; an idle one is only replaced
    worker.on('exit', () => {
      if (idle === worker) idle = undefined;
    });
    return worker;
  }

  return {
    hasIdle: () => idle !== undefined,
    take(): Worker {
      const worker = idle ?? hire();
      idle = undefined;
      worker.ref();
      return worker;
    },
    async giveBack(worker: Worker): Promise<void> {
      worker.unref();
      if (idle === undefined) idle = worker;
      else await worker.terminate();
    },
  };
}

/** Draws in threads, so that the process stays free for everything else. */
export function createDrawingRoom() {
  const threads = createThreads();
  return {
    /** Makes a thread ready, so that the first segment need not wait for it. */
    async open(): Promise<void> {
      if (threads.hasIdle()) return;
      const worker = threads.take();
      await once(worker, 'message'); // its modules are loaded
      await threads.giveBack(worker);
    },

    /** Draws a run of frames into a pipe and resolves with their number; whoever aborts must also stop the reader of the pipe. */
    async draw(task: Task, signal: AbortSignal, onDrawn: (frames: number) => void): Promise<number> {
      signal.throwIfAborted();
      const worker = threads.take();
      const ended = outcome(worker, onDrawn);
      const halt = assign(worker, task);
      signal.addEventListener('abort', halt, { once: true });
      try {
        const frames = await ended;
        signal.throwIfAborted();
        await threads.giveBack(worker);
        return frames;
      } catch (error) {
        await worker.terminate();
        signal.throwIfAborted();
        throw error;
      } finally {
        signal.removeEventListener('abort', halt);
      }
    },
  };
}

/** Gives a thread its job and answers how to stop it: by a word, and by force if it does not listen. */
function assign(worker: Worker, task: Task): () => void {
  const stop = new SharedArrayBuffer(4);
  worker.postMessage({ ...task, stop } satisfies DrawingJob); // oxlint-disable-line unicorn/require-post-message-target-origin -- threads have no origin
  return () => {
    Atomics.store(new Int32Array(stop), 0, 1);
    void unblock(task.pipe);
    setTimeout(() => void worker.terminate(), patienceMs).unref();
  };
}

/** Hears one job out and then lets the thread's events be. */
function outcome(worker: Worker, onDrawn: (frames: number) => void): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const hear = (report: DrawingReport) => {
    if (report.type === 'drawn') onDrawn(report.frames);
    else if (report.type === 'ended') resolve(report.frames);
    else if (report.type === 'failed') reject(errorOf(report));
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
