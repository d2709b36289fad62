import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { refusals } from '#activities/kernel/refusals.ts';
import { failureConverterPath } from '#adapters/temporal/converter.ts';
import { createFlows } from '#adapters/temporal/flows.ts';
import type { TaskQueue } from '#workflows/kernel/queues.ts';
import { keepHistory } from './histories.ts';
import { createTestNamespace, workflowBundle } from './temporal.ts';
import { createTroupe } from './troupe.ts';

/** The real workflows with activities of the test's own, on the real server: time passes as it does, cancellation too. */
export async function startRealStories() {
  const { address, namespace } = await createTestNamespace();
  const dataConverter = { failureConverterPath };
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection, namespace, dataConverter });
  const bundle = await workflowBundle();

  const troupe = createTroupe((taskQueue, activities) =>
    Worker.create({
      connection: native,
      namespace,
      taskQueue,
      dataConverter,
      activities,
      ...(taskQueue === 'business' && { workflowBundle: bundle }),
      interceptors: { activity: [() => ({ inbound: refusals })] },
      maxHeartbeatThrottleInterval: '1s',
      defaultHeartbeatThrottleInterval: '1s',
      shutdownForceTime: '2s',
    }),
  );

  return {
    client,
    namespace,
    flows: createFlows(client, 'request-1'),
    /** A run's current details, as the Temporal UI asks for them. */
    async detailsOf(workflowId: string): Promise<string> {
      const handle = client.workflow.getHandle(workflowId);
      const { currentDetails } = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
      return currentDetails ?? '';
    },
    /** Keeps what a run went through as `<workflow>.<ending>`, when histories are being recorded. */
    keep: (workflowId: string, name: string) => keepHistory(client, workflowId, name),
    /** Tells a story in which workers have these activities; each queue has its own. */
    tell: <T>(activities: Partial<Record<TaskQueue, object>>, story: () => Promise<T>): Promise<T> =>
      troupe.play({ business: {}, ...activities }, story),
    /** Waits until a look finds what it looks for. */
    async until(look: () => boolean | Promise<boolean>): Promise<void> {
      for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) if (await look()) return;
      throw new Error('waited 10 s for nothing');
    },
    async close(): Promise<void> {
      await troupe.close();
      await connection.close();
      await native.close();
    },
  };
}
export type RealStories = Awaited<ReturnType<typeof startRealStories>>;
