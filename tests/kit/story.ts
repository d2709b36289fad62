import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { refusals } from '#activities/kernel/refusals.ts';
import { failureConverterPath } from '#adapters/temporal/converter.ts';
import { createFlows } from '#adapters/temporal/flows.ts';
import type { TaskQueue } from '#workflows/kernel/queues.ts';
import { searchAttributes } from '#temporal/register.ts';
import { keepHistory } from './histories.ts';
import { startTimeSkipping, workflowBundle } from './temporal.ts';
import { createTroupe } from './troupe.ts';

/** Matches the refusal with this code. */
export const refused = (code: string): unknown => expect.objectContaining({ name: 'DomainError', code });

/** Asks for a run's current details, as the Temporal UI does. */
async function detailsOf(env: TestWorkflowEnvironment, workflowId: string): Promise<string> {
  const metadata = await env.client.workflow
    .getHandle(workflowId)
    .query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  return metadata.currentDetails ?? '';
}

/** The real workflows with activities of the test's own, on a server where days pass in milliseconds. One story at a time. */
export async function startStories() {
  const env = await startTimeSkipping({ client: { dataConverter: { failureConverterPath } } });
  await env.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes });
  const bundle = await workflowBundle();
  const troupe = createTroupe((taskQueue, activities) =>
    Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      dataConverter: { failureConverterPath },
      interceptors: { activity: [() => ({ inbound: refusals })] },
      ...(taskQueue === 'business' && { workflowBundle: bundle }),
      activities,
    }),
  );

  return {
    env,
    client: env.client,
    flows: createFlows(env.client, 'request-1'),
    detailsOf: (workflowId: string) => detailsOf(env, workflowId),
    /** Keeps what a run went through as `<workflow>.<ending>`, when histories are being recorded. */
    keep: (workflowId: string, name: string) => keepHistory(env.client, workflowId, name),
    /** Tells a story in which workers have these activities; each queue has its own. */
    tell: <T>(activities: Partial<Record<TaskQueue, object>>, story: () => Promise<T>): Promise<T> =>
      troupe.play({ business: {}, ...activities }, story),
    /** Waits until a look finds what it looks for. */
    async until(look: () => boolean | Promise<boolean>): Promise<void> {
      for (let tries = 0; tries < 200; tries++) {
        if (await look()) return;
        await sleep(25);
      }
      throw new Error('waited 5 s for nothing');
    },
    async close(): Promise<void> {
      await troupe.close();
      await env.teardown();
    },
  };
}
export type Stories = Awaited<ReturnType<typeof startStories>>;
