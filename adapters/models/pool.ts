import { Piscina } from 'piscina';
import { DomainError } from '#domain/shared/errors.ts';
import './no-telemetry.ts';
import { refusalIn } from './task.ts';

interface PoolOptions {
  threads: number;
  /** Tasks that may wait for a thread; more are refused. */
  queue?: number;
  /** How long a caller waits, in the queue and for the answer. */
  timeLimitMs?: number;
  /** How long a thread stays without work. */
  idleMs?: number;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a function of any input is a task
type Work = (input: any) => unknown;

const waitingPerThread = 8;
const overloaded = () => new DomainError('too_many', 'overloaded');

/**
 * Threads in which models compute, few and shared by all models of a process, so that neither its requests nor its
 * workflows wait for one. Threads start with the first task and end when there is nothing to do. What finds the queue
 * full, or is not done in time, is refused as `overloaded`; a thread that is late is ended.
 */
export function createModelPool({
  threads,
  queue = threads * waitingPerThread,
  timeLimitMs = 30_000,
  idleMs = 60_000,
}: PoolOptions) {
  const pool = new Piscina({ minThreads: 0, maxThreads: threads, idleTimeout: idleMs });
  let pending = 0;

  async function run(filename: string, name: string, input: unknown): Promise<unknown> {
    if (pending >= threads + queue) throw overloaded();
    const signal = AbortSignal.timeout(timeLimitMs);
    pending++;
    try {
      return await pool.run(input, { filename, name, signal });
    } catch (error) {
      throw signal.aborted ? overloaded() : (refusalIn(error) ?? error);
    } finally {
      pending--;
    }
  }

  return {
    /** An exported function of a worker file (`*.worker.ts`), made with `task`, to be called from here; both sides see copies. */
    task:
      <W extends Work>(file: URL, name: string) =>
      (input: Parameters<W>[0]): Promise<Awaited<ReturnType<W>>> =>
        run(file.href, name, input) as Promise<Awaited<ReturnType<W>>>,
    /** Ends all threads; what is under way is given up. */
    close: (): Promise<void> => pool.destroy(),
  };
}
export type ModelPool = ReturnType<typeof createModelPool>;
