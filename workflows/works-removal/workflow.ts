import { CancellationScope } from '@temporalio/workflow';
import type { WorksEnds } from '#activities/business/works-ends.ts';
import type { WorksFiles } from '#activities/io/works-files.ts';
import { dubbingOf } from '../dubbing-render/contract.ts';
import { cancel } from '../kernel/cancel.ts';
import { open } from '../kernel/opening.ts';
import { business, lasting } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';

const { recordWorksDeleted } = business<WorksEnds>();
const { removeWorks } = lasting<WorksFiles>();

async function removeFiles(worksId: number): Promise<void> {
  show({ stage: 'STOPPING', details: 'The works is deleted; its dubbing is being cancelled.' });
  await cancel(dubbingOf(worksId));
  show({ stage: 'REMOVING', details: 'The files of the works are being removed.' });
  await removeWorks({ worksId });
  show({ stage: 'REMOVED', details: 'The works and its files are gone.' });
}

/**
 * Deletes a works: its rows go at once, its dubbing is cancelled, its folder removed, also where an operator cancels the
 * run meanwhile. A dubbing that is still stopping removes what it writes, because it finds the works gone.
 */
export async function worksRemoval({ worksId }: { worksId: number }): Promise<void> {
  await CancellationScope.nonCancellable(async () => {
    await open(() => recordWorksDeleted({ worksId }));
    await removeFiles(worksId);
  });
}
