import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { refusalIn } from '#adapters/temporal/refusal.ts';
import type { Processes } from '../telling.ts';

const waitingForKey = defineSearchAttributeKey('WaitingFor', SearchAttributeType.KEYWORD);
const deadlineKey = defineSearchAttributeKey('Deadline', SearchAttributeType.DATETIME);
const patienceMs = 10_000;

const unlessGone = (error: unknown): undefined => {
  if (error instanceof WorkflowNotFoundError) return undefined;
  throw error;
};

/** The processes of V.Fine on the real server. A process that waits for nobody has to wait for a moment. */
export function processesOf(client: Client): Processes {
  const within = <T>(work: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + patienceMs, work);

  async function latest(workflowId: string, query: string) {
    const handle = client.workflow.getHandle(workflowId);
    const { name: status } = (await handle.describe()).status;
    if (status === 'RUNNING') return { status, state: (await handle.query<{ state: unknown }>(query)).state };
    return { status, state: status === 'COMPLETED' ? ((await handle.result()) as unknown) : undefined };
  }

  return {
    open: () =>
      within(async () => {
        const open = [];
        const query = `Realm = 'vfine' and ExecutionStatus = 'Running'`;
        for await (const { workflowId, typedSearchAttributes: shown } of client.workflow.list({ query }))
          open.push({ workflowId, waitsFor: shown.get(waitingForKey) ?? shown.get(deadlineKey) });
        return open;
      }),
    latest: (workflowId, query) => within(() => latest(workflowId, query)).catch(unlessGone),
    failed: () =>
      within(async () => {
        const failed = [];
        const query = `Realm = 'vfine' and ExecutionStatus = 'Failed'`;
        for await (const { workflowId, runId } of client.workflow.list({ query })) {
          const end = client.workflow.getHandle(workflowId, runId).result();
          const why: unknown = await end.catch((error: unknown) => error);
          if (!refusalIn(why)) failed.push({ workflowId, why: String(why) });
        }
        return failed;
      }),
    begin: ({ id }) => within(() => client.schedule.getHandle(id()).trigger()),
    signal: (workflowId, signal, input) =>
      within(() => client.workflow.getHandle(workflowId).signal(signal, input)).catch(unlessGone),
    cancel: async (workflowId) =>
      void (await within(() => client.workflow.getHandle(workflowId).cancel()).catch(unlessGone)),
  };
}
