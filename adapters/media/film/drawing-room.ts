import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { DomainError } from '#domain/shared/errors.ts';
import type { DrawingJob, DrawingOrder, DrawingReport } from './drawing.worker.ts';

interface Hearing {
  onListening(): void;
  onDrawn(frames: number): void;
}

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

/** Nobody took the frames: why is for the encoder to say. */
export class EncoderGone extends Error {}

/** Draws in threads, so that the process stays free for everything else. A thread has `patienceMs` to end by itself once it is told to stop. */
export function createDrawingRoom(patienceMs = 1000) {
  const threads = createThreads();
  return {
    /** Makes a thread ready, so that the first segment need not wait for it. */
    async open(): Promise<void> {
      if (threads.hasIdle()) return;
      const worker = threads.take();
      await once(worker, 'message'); // its modules are loaded
      await threads.giveBack(worker);
    },

    /** Draws a run of frames and resolves with their number; `onListening` is the moment for the encoder to connect to the socket. */
    async draw(job: DrawingJob, signal: AbortSignal, hear: Hearing): Promise<number> {
      signal.throwIfAborted();
      const worker = threads.take();
      const orders = give(worker, job, patienceMs);
      signal.addEventListener('abort', orders.stop, { once: true });
      try {
        const report = await outcome(worker, hear).catch((error: unknown) => {
          signal.throwIfAborted(); // it was ended by force
          throw error;
        });
        await threads.giveBack(worker);
        signal.throwIfAborted();
        if (report.type === 'failed') throw errorOf(report);
        return report.frames;
      } finally {
        signal.removeEventListener('abort', orders.stop);
        orders.end();
      }
    },
  };
}

/** Gives a thread its job, and answers how to stop it: by a word, and by force if it does not listen. */
function give(worker: Worker, job: DrawingJob, patienceMs: number): { stop(): void; end(): void } {
  const order = (message: DrawingOrder) => worker.postMessage(message); // oxlint-disable-line unicorn/require-post-message-target-origin -- threads have no origin
  order(job);
  let force: NodeJS.Timeout | undefined;
  return {
    stop() {
      order('stop');
      force = setTimeout(() => void worker.terminate(), patienceMs);
    },
    end: () => clearTimeout(force),
  };
}

type Outcome = Extract<DrawingReport, { type: 'ended' | 'failed' }>;

/** Hears one job out and then lets the thread's events be; rejects when the thread itself is gone. */
function outcome(worker: Worker, { onListening, onDrawn }: Hearing): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  const hear = (report: DrawingReport) => {
    if (report.type === 'listening') onListening();
    else if (report.type === 'drawn') onDrawn(report.frames);
    else if (report.type !== 'ready') resolve(report);
  };
  const leave = () => reject(new Error('the drawing thread ended'));
  worker.on('message', hear).on('error', reject).on('exit', leave);
  return promise.finally(() => worker.off('message', hear).off('error', reject).off('exit', leave));
}

function errorOf({ message, refusal, isEncoderGone }: Extract<Outcome, { type: 'failed' }>): Error {
  if (isEncoderGone) return new EncoderGone(message);
  return refusal === undefined ? new Error(message) : new DomainError(refusal.kind, refusal.code, message);
}
