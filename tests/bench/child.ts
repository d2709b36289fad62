import { fork } from 'node:child_process';
import { join } from 'node:path';
import { hear } from '#tests/kit/child.ts';
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
  const ears = hear(child);
  const pid = child.pid ?? 0;
  child.send(work);
  await ears.next();
  const idle = memoryOf(pid);
  let peak = idle;
  const sampling = setInterval(() => (peak = Math.max(peak, memoryOf(pid))), sampleMs);
  child.send('go');
  const cost = (await ears.next()) as Cost;
  clearInterval(sampling);
  return { ...cost, idle, peak: peak - idle };
}
