// A thread that draws: it writes frames into a pipe and blocks while the encoder is busy, so no frame ever waits in a queue.
import { closeSync, openSync, writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { DomainError, type ErrorKind } from '#domain/shared/errors.ts';
import { createPainter, type Run } from './painter.ts';

export interface DrawingJob {
  run: Run;
  pipe: string;
  stop: SharedArrayBuffer; // an Int32: 1 stops the drawing
}

export type DrawingReport =
  | { type: 'drawn'; frames: number }
  | { type: 'ended'; frames: number }
  | { type: 'failed'; message: string; refusal?: { kind: ErrorKind; code: string } };

const reportEvery = 10; // frames
const paint = createPainter();

async function draw({ run, pipe, stop }: DrawingJob): Promise<number> {
  const isStopped = () => Atomics.load(new Int32Array(stop), 0) === 1;
  const file = openSync(pipe, 'w');
  let frames = 0;
  try {
    await paint(
      run,
      (bytes) => {
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at);
        frames++;
        if (frames % reportEvery === 0) report({ type: 'drawn', frames });
      },
      isStopped,
    );
  } finally {
    closeSync(file);
  }
  return frames;
}

const report = (message: DrawingReport): void => parentPort?.postMessage(message); // oxlint-disable-line unicorn/require-post-message-target-origin -- threads have no origin

function failure(error: unknown): DrawingReport {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof DomainError)) return { type: 'failed', message };
  return { type: 'failed', message, refusal: { kind: error.kind, code: error.code } };
}

parentPort?.on('message', (job: DrawingJob) => {
  draw(job).then(
    (frames) => report({ type: 'ended', frames }),
    (error: unknown) => report(failure(error)),
  );
});
