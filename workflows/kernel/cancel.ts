import { getExternalWorkflowHandle, log } from '@temporalio/workflow';

/** Asks another run to stop; one that has ended, or never was, is left alone. */
export async function cancel(workflowId: string): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowId).cancel();
  } catch (error) {
    log.debug('nothing_to_cancel', { workflowId, error });
  }
}
