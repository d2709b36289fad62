// A thread that draws: it writes frames into a pipe and blocks while the encoder is busy, so no frame ever waits in a queue.
import { closeSync, openSync, writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { DomainError, type ErrorKind } from '#domain/shared/errors.ts';
import { createPainter, type Run } from './painter.ts';
import { writeStill } from './still.ts';
import { warmUp } from './warm-up.ts';

export interface DrawingJob {
  run: Run;
  still: { frame: number; file: string }; // written when the frame is in the run
  pipe: string;
  stop: SharedArrayBuffer; // an Int32: 1 stops the drawing
}

export type DrawingReport =
  | { type: 'ready' }
  | { type: 'drawn'; frames: number }
  | { type: 'ended'; frames: number }
  | { type: 'failed'; message: string; refusal?: { kind: ErrorKind; code: string } };

const reportEvery = 10; // frames
const paint = createPainter();

async function draw({ run, pipe, stop, still }: DrawingJob): Promise<number> {
  const isStopped = () => Atomics.load(new Int32Array(stop), 0) === 1;
  if (isStopped()) return 0;
  const file = openSync(pipe, 'w');
  let frames = 0;
  let kept: Uint8Array | undefined;
  const send = (bytes: Uint8Array, frame: number) => {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at);
    if (frame === still.frame) kept = Uint8Array.from(bytes);
    if (++frames % reportEvery === 0) report({ type: 'drawn', frames });
  };
  try {
    await paint(run, send, isStopped);
  } finally {
    closeSync(file);
  }
  if (kept !== undefined && !isStopped()) await writeStill(kept, run.plan, still.file);
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
await warmUp(createPainter()).catch(() => undefined); // a worker without fonts or room for it says so when it draws
report({ type: 'ready' });
