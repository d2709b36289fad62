import { ApplicationFailure, CancellationScope, condition, isCancellation, patched } from '@temporalio/workflow';

const always = (): boolean => true;
const tooLate = (why: string): Error => ApplicationFailure.nonRetryable(why, 'action_already_done', 'conflict');

/**
 * Where one change of a work is written after the other. What is judged waits until nothing is being written, and does
 * not count for a work that has become another one meanwhile; once it counts, nothing more is written.
 */
export function createDesk() {
  let edition = 0;
  let isWriting = false;
  let isDecided = false;
  const isFree = (): boolean => !isWriting;

  /**
   * Does something when nothing is being written and `isReady`: before anybody else who has waited can. What somebody asks of
   * a run that is cancelled comes too late.
   */
  async function inTurn<T>(isReady: () => boolean, act: () => T, isAsked = true): Promise<Awaited<T>> {
    try {
      do await condition(() => isFree() && isReady());
      while (!isFree() && patched('one-change-at-a-time'));
    } catch (error) {
      throw isAsked && isCancellation(error) ? tooLate('cancelled') : error;
    }
    return await act();
  }

  return {
    /** Does something when nothing is being written. */
    rest: <T>(act: () => T): Promise<Awaited<T>> => inTurn(always, act),
    /** Writes a change when the one before is written; `mayBegin` throws where it comes too late. */
    async write<T>(mayBegin: () => void, work: () => Promise<T>): Promise<T> {
      await inTurn(always, () => {
        mayBegin();
        if (isDecided && patched('one-change-at-a-time')) throw tooLate('just decided');
        isWriting = true;
        edition += 1;
      });
      try {
        return await CancellationScope.nonCancellable(work);
      } finally {
        isWriting = false;
      }
    },
    /** Waits until nothing is being written and `isReady`; refuses where the work was changed meanwhile, and what `mayCount` does. */
    async hold(isReady: () => boolean, mayCount?: () => void): Promise<void> {
      const seen = edition;
      await inTurn(isReady, () => {
        if (edition !== seen) throw tooLate('changed meanwhile');
        mayCount?.();
        isDecided = true;
      });
    },
    /** Waits until nothing is being written; nothing more is then, whatever was changed meanwhile. */
    close: (): Promise<void> => inTurn(always, () => void (isDecided = true), false),
  };
}
export type Desk = ReturnType<typeof createDesk>;
