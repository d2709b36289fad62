import { setTimeout as sleep } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { task } from '#adapters/models/task.ts';
import { DomainError } from '#domain/shared/errors.ts';

export const thread = task(() => threadId);

export const doubled = task((values: Float32Array) => values.map((value) => value * 2));

export const wait = task(async (ms: number) => {
  await sleep(ms);
  return ms;
});

/** Never lets go of its thread. */
export const spin = task(() => {
  for (let n = 0; ; n++) if (n < 0) return n;
});

export const refuse = task((code: string) => {
  throw new DomainError('invalid', code, `refused: ${code}`);
});

export const fail = task(() => {
  throw new TypeError('a fault');
});
