import { ApplicationFailure, CancellationScope, condition, patched } from '@temporalio/workflow';

/**
 * Where one change of a work is written after the other. What is judged waits until nothing is being written, and does
 * not count for a work that has become another one meanwhile.
 */
export function createDesk() {
  let edition = 0;
  let isWriting = false;
  const isFree = (): boolean => !isWriting;

  /** Resolves when nothing is being written: of several who wait, the next one may have begun at once. */
  async function rest(): Promise<void> {
    await condition(isFree);
    while (!isFree() && patched('one-change-at-a-time')) await condition(isFree);
  }

  return {
    rest,
    /** Writes a change when the one before is written; `mayBegin` throws where it comes too late. */
    async write(mayBegin: () => void, work: () => Promise<void>): Promise<void> {
      await rest();
      mayBegin();
      isWriting = true;
      edition += 1;
      try {
        await CancellationScope.nonCancellable(work);
      } finally {
        isWriting = false;
      }
    },
    /** Waits until nothing is being written and `isReady`; refuses where the work was changed meanwhile. */
    async hold(isReady: () => boolean): Promise<void> {
      const seen = edition;
      await condition(() => isFree() && isReady());
      if (edition !== seen)
        throw ApplicationFailure.nonRetryable('changed meanwhile', 'action_already_done', 'conflict');
    },
  };
}
export type Desk = ReturnType<typeof createDesk>;
