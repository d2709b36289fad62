import { WorkflowNotFoundError, type Client } from '@temporalio/client';

interface Run {
  runId: string;
  startTime: Date;
  memo?: Record<string, unknown> | undefined;
}

/** The runs of a process, newest first: the last one as it is, those before it as the list has them. */
async function* runsOf(client: Client, workflowId: string): AsyncGenerator<Run> {
  try {
    yield await client.workflow.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return;
    throw error;
  }
  yield* client.workflow.list({ query: `WorkflowId = '${workflowId.replaceAll("'", "''")}'` });
}

async function findRun(client: Client, workflowId: string, fits: (run: Run) => boolean): Promise<string | undefined> {
  for await (const run of runsOf(client, workflowId)) if (fits(run)) return run.runId;
  return undefined;
}

/** The run that an earlier try of a request under this key has begun, open or ended. */
export const findRunBegunBy = (client: Client, workflowId: string, key: string): Promise<string | undefined> =>
  findRun(client, workflowId, ({ memo }) => memo?.key === key);

/** The run that was the last one at that time: what an earlier try has spoken to. */
export const findRunAskedAt = (client: Client, workflowId: string, at: Date): Promise<string | undefined> =>
  findRun(client, workflowId, ({ startTime }) => startTime <= at);
