import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { memoryOf, type Cost } from './measure.ts';

export interface Run extends Cost {
  idle: number; // MB
  peak: number; // MB above idle
}

/** One piece of work in a process of its own, from the moment it is told to go. */
export async function measureIn(worker: string, work: object, sampleMs: number): Promise<Run> {
  const child = fork(join(import.meta.dirname, worker), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--expose-gc'],
  });
  const pid = child.pid ?? 0;
  child.send(work);
  await heard(child);
  const idle = memoryOf(pid);
  let peak = idle;
  const sampling = setInterval(() => (peak = Math.max(peak, memoryOf(pid))), sampleMs);
  child.send('go');
  const cost = (await heard(child)) as Cost;
  clearInterval(sampling);
  return { ...cost, idle, peak: peak - idle };
}

async function heard(child: ReturnType<typeof fork>): Promise<unknown> {
  const left = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the worker left with ${String(code)}`)));
  left.catch(() => undefined);
  const [message] = (await Promise.race([once(child, 'message'), left])) as [unknown];
  return message;
}
