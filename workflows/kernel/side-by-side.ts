import { CancellationScope } from '@temporalio/workflow';

/**
 * Runs all tasks at once. The first failure cancels the others and is thrown when every one has stopped: whoever
 * cleans up afterwards cleans up for good.
 */
export const sideBySide = <T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> =>
  CancellationScope.cancellable(async () => {
    const scope = CancellationScope.current();
    const failures: unknown[] = [];
    const settled = await Promise.allSettled(
      tasks.map(async (task) => {
        try {
          return await task();
        } catch (error) {
          failures.push(error);
          scope.cancel();
          throw error;
        }
      }),
    );
    if (failures.length > 0) throw failures[0];
    return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  });

/** The same for one task an item, at most `width` at a time; answers come in the order of the items. */
export async function sideBySideOf<I, T>(
  items: readonly I[],
  width: number,
  work: (item: I) => Promise<T>,
): Promise<T[]> {
  const answers: T[] = [];
  const waiting = items.entries();
  await sideBySide(
    Array.from({ length: Math.min(width, items.length) }, () => async () => {
      for (const [i, item] of waiting) answers[i] = await work(item);
    }),
  );
  return answers;
}
