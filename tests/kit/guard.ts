import type { ChildProcess } from 'node:child_process';

interface Guard {
  child?: ChildProcess;
}

/** The guardian of this run: global set-up and teardown are loaded apart and share only the process. */
export const guard: Guard = ((globalThis as { ensembleGuard?: Guard }).ensembleGuard ??= {});
