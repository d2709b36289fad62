// A thread that draws: it hands frames to the encoder over a local socket and waits while that is busy, so no frame ever queues.
// A socket, not a pipe: it holds three times as much, which spares thousands of changes between the two.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { DomainError, type ErrorKind } from '#domain/shared/errors.ts';
import { createPainter, type Run } from './painter.ts';
import { writeStill } from './still.ts';
import { warmUp } from './warm-up.ts';

export interface DrawingJob {
  run: Run;
  still: { frame: number; file: string }; // written when the frame is in the run
  socket: string; // path to listen at; the encoder connects
}

export type DrawingOrder = DrawingJob | 'stop';

export type DrawingReport =
  | { type: 'ready' } // for the first job
  | { type: 'listening' } // for the encoder
  | { type: 'drawn'; frames: number }
  | { type: 'ended'; frames: number }
  | { type: 'failed'; message: string; refusal?: { kind: ErrorKind; code: string }; isEncoderGone?: boolean };

const reportEvery = 10; // frames
const paint = createPainter();

async function draw({ run, still, socket }: DrawingJob, signal: AbortSignal): Promise<number> {
  const encoder = await open(socket, signal);
  let frames = 0;
  let kept: Uint8Array | undefined;
  try {
    await paint(
      run,
      async (bytes, frame) => {
        await encoder.send(bytes);
        if (frame === still.frame) kept = Uint8Array.from(bytes);
        if (++frames % reportEvery === 0) report({ type: 'drawn', frames });
      },
      signal,
    );
    await encoder.end();
  } finally {
    encoder.close();
  }
  if (kept !== undefined) await writeStill(kept, run.plan, still.file);
  return frames;
}

class EncoderGone extends Error {}

/** Listens for the encoder; frames wait until it is there. */
async function open(path: string, signal: AbortSignal) {
  const server = createServer((socket) => socket.on('error', () => undefined)).listen(path); // whoever writes hears of it
  await once(server, 'listening', { signal });
  report({ type: 'listening' });
  const connected = once(server, 'connection', { signal }) as Promise<[Socket]>;
  connected.catch(() => undefined); // heard of when the first frame is sent
  const abort = () => void connected.then(([socket]) => socket.destroy(signal.reason as Error)).catch(() => undefined);
  signal.addEventListener('abort', abort);
  return {
    async send(bytes: Uint8Array): Promise<void> {
      const [socket] = await connected;
      await new Promise<void>((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(new EncoderGone(error.message)) : resolve()));
      });
    },
    async end(): Promise<void> {
      const [socket] = await connected;
      await new Promise<void>((resolve) => socket.end(resolve));
    },
    close(): void {
      signal.removeEventListener('abort', abort);
      connected.then(([socket]) => socket.destroy()).catch(() => undefined);
      server.close();
    },
  };
}

const report = (message: DrawingReport): void => parentPort?.postMessage(message); // oxlint-disable-line unicorn/require-post-message-target-origin -- threads have no origin

function failure(error: unknown): DrawingReport {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof EncoderGone) return { type: 'failed', message, isEncoderGone: true };
  if (!(error instanceof DomainError)) return { type: 'failed', message };
  return { type: 'failed', message, refusal: { kind: error.kind, code: error.code } };
}

let stopping = new AbortController();
parentPort?.on('message', (order: DrawingOrder) => {
  if (order === 'stop') return stopping.abort();
  stopping = new AbortController();
  draw(order, stopping.signal).then(
    (frames) => report({ type: 'ended', frames }),
    (error: unknown) => report(failure(error)),
  );
});
await warmUp(createPainter()).catch(() => undefined); // a worker without fonts or room for it says so when it draws
report({ type: 'ready' });
