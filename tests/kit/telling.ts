import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { refusals } from '#activities/kernel/refusals.ts';
import { failureConverterPath } from '#adapters/temporal/converter.ts';
import { createFlows } from '#adapters/temporal/flows.ts';
import type { TaskQueue } from '#workflows/kernel/queues.ts';
import { keepHistory } from './histories.ts';
import { workflowBundle } from './temporal.ts';
import { createTroupe } from './troupe.ts';

/** What stories on the time-skipping and on the real server have in common: the real workflows with activities of the test's own. */
export async function createTelling(
  client: Client,
  connection: NativeConnection,
  options: Partial<WorkerOptions> & { namespace: string },
) {
  const bundle = await workflowBundle();
  const troupe = createTroupe((taskQueue, activities) =>
    Worker.create({
      connection,
      taskQueue,
      dataConverter: { failureConverterPath },
      interceptors: { activity: [() => ({ inbound: refusals })] },
      ...(taskQueue === 'business' && { workflowBundle: bundle }),
      activities,
      ...options,
    }),
  );

  return {
    client,
    flows: createFlows(client, 'request-1', { patience: 100_000, queryPatience: 100_000 }),
    /** A run's current details, as the Temporal UI asks for them. */
    async detailsOf(workflowId: string): Promise<string> {
      const handle = client.workflow.getHandle(workflowId);
      const { currentDetails } = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
      return currentDetails ?? '';
    },
    /** Keeps what a run went through as `<workflow>.<ending>`, when histories are being recorded. */
    keep: (workflowId: string, name: string) => keepHistory(client, workflowId, name),
    /** How long a run tries an activity, in seconds; 0 for as long as it takes. */
    async patienceOf(workflowId: string, activity: string): Promise<number> {
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
      const asked = events
        ?.map((event) => event.activityTaskScheduledEventAttributes)
        .find((one) => one?.activityType?.name === activity);
      return Number(asked?.scheduleToCloseTimeout?.seconds);
    },
    /** Tells a story in which workers have these activities; each queue has its own. One story at a time. */
    tell: <T>(activities: Partial<Record<TaskQueue, object>>, story: () => Promise<T>): Promise<T> =>
      troupe.play({ business: {}, ...activities }, story),
    /** Waits until a look finds what it looks for. */
    async until(look: () => boolean | Promise<boolean>): Promise<void> {
      for (const end = Date.now() + 100_000; Date.now() < end; await sleep(20)) if (await look()) return;
      throw new Error('waited 100 s for nothing');
    },
    close: () => troupe.close(),
  };
}
