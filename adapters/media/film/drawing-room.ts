import { once } from 'node:events';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { DomainError } from '#domain/shared/errors.ts';
import type { DrawingJob, DrawingReport } from './drawing.worker.ts';

const unblockMs = 50;
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
      const stop = assign(worker, task);
      signal.addEventListener('abort', stop.give, { once: true });
      try {
        const report = await outcome(worker, onDrawn);
        await threads.giveBack(worker);
        signal.throwIfAborted();
        if (report.type === 'failed') throw errorOf(report);
        return report.frames;
      } finally {
        signal.removeEventListener('abort', stop.give);
        stop.end();
      }
    },
  };
}

/** Gives a thread its job, and answers how to stop it: by a word, and by force if it does not listen. */
function assign(worker: Worker, task: Task): { give(): void; end(): void } {
  const stop = new SharedArrayBuffer(4);
  worker.postMessage({ ...task, stop } satisfies DrawingJob); // oxlint-disable-line unicorn/require-post-message-target-origin -- threads have no origin
  const timers: NodeJS.Timeout[] = [];
  return {
    give() {
      Atomics.store(new Int32Array(stop), 0, 1);
      void unblock(task.pipe);
      timers.push(setInterval(() => void unblock(task.pipe), unblockMs)); // it may come to the pipe only now
      timers.push(setTimeout(() => void worker.terminate(), patienceMs));
    },
    end: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}

type Outcome = Extract<DrawingReport, { type: 'ended' | 'failed' }>;

/** Hears one job out and then lets the thread's events be; rejects when the thread itself is gone. */
function outcome(worker: Worker, onDrawn: (frames: number) => void): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  const hear = (report: DrawingReport) => {
    if (report.type === 'drawn') onDrawn(report.frames);
    else if (report.type !== 'ready') resolve(report);
  };
  const leave = () => reject(new Error('the drawing thread ended'));
  worker.on('message', hear).on('error', reject).on('exit', leave);
  return promise.finally(() => worker.off('message', hear).off('error', reject).off('exit', leave));
}

const errorOf = ({ message, refusal }: Extract<Outcome, { type: 'failed' }>): Error =>
  refusal === undefined ? new Error(message) : new DomainError(refusal.kind, refusal.code, message);

/** Lets go a thread that waits for somebody to read its pipe: it opens, and its next write fails. */
async function unblock(pipe: string): Promise<void> {
  const reader = await open(pipe, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  await reader?.close();
}
