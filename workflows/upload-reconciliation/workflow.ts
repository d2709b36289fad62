import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { LostUploads } from '#activities/io/lost-uploads.ts';
import { io } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';

const { repairLostUploads } = io<LostUploads>();

const batch = 50; // folders

interface Progress {
  after: string;
  found: number;
}

/** Compares what people may have uploaded with what the object store has told us; answers how many were lost and found. */
export async function uploadReconciliation(before: Progress = { after: '0', found: 0 }): Promise<number> {
  let { after, found } = before;
  for (;;) {
    show({ stage: 'COMPARING', details: `${found} uploads found whose callback was lost.` });
    const { last, found: more } = await repairLostUploads({ after, limit: batch });
    found += more;
    if (last === undefined) break;
    after = last;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof uploadReconciliation>({ after, found });
  }
  show({ stage: 'DONE', details: `${found} uploads found whose callback was lost.` });
  return found;
}
