import { Context } from '@temporalio/activity';
import type { Job } from '#domain/ports/job.ts';

const pulseMs = 500;

/** Runs a job that heartbeats its progress and can be cancelled. */
export async function watched<T>(work: (job: Job) => Promise<T>): Promise<T> {
  const { cancellationSignal: signal, cancelled, heartbeat } = Context.current();
  let done = 0;
  const pulse = setInterval(() => heartbeat({ done }), pulseMs);
  try {
    return await work({ signal, onProgress: (share) => void (done = share) });
  } catch (error) {
    if (signal.aborted) await cancelled; // rejects with what Temporal wants to see
    throw error;
  } finally {
    clearInterval(pulse);
  }
}
