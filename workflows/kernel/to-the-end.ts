import { CancellationScope, patched } from '@temporalio/workflow';

/** Does something to its end in a run that is cancelled, too; runs from before the change of this name go on as they began. */
export const toTheEnd = <T>(change: string, work: () => Promise<T>): Promise<T> =>
  patched(change) ? CancellationScope.nonCancellable(work) : work();
