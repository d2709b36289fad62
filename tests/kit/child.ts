import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Listens to a process of ours that answers by messages; one that leaves breaks whatever waits for it. */
export function hear(child: ChildProcess) {
  const gone = once(child, 'exit').then(([code]) => Promise.reject(new Error(`a child left with ${String(code)}`)));
  gone.catch(() => undefined);
  return {
    async next(): Promise<unknown> {
      const [message] = (await Promise.race([once(child, 'message'), gone])) as [unknown];
      return message;
    },
    /** Resolves when it has left. */
    gone: () => gone.catch(() => undefined),
  };
}
