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
  const workflowBundleOption = await workflowBundle();

  return {
    env,
    client: env.client,
    flows: createFlows(env.client, 'request-1'),
    detailsOf: (workflowId: string) => detailsOf(env, workflowId),
    /** Keeps what a run went through as `<workflow>.<ending>`, when histories are being recorded. */
    keep: (workflowId: string, name: string) => keepHistory(env.client, workflowId, name),
    /** Runs a story while workers with these activities run; each queue has its own. */
    async tell<T>(activities: Partial<Record<TaskQueue, object>>, story: () => Promise<T>): Promise<T> {
      const workers = await Promise.all(
        Object.entries({ business: {}, ...activities }).map(([taskQueue, own]) =>
          Worker.create({
            connection: env.nativeConnection,
            taskQueue,
            dataConverter: { failureConverterPath },
            interceptors: { activity: [() => ({ inbound: refusals })] },
            ...(taskQueue === 'business' && { workflowBundle: workflowBundleOption }),
            activities: own,
          }),
        ),
      );
      const running = workers.map((worker) => worker.run());
      try {
        return await story();
      } finally {
        for (const worker of workers) worker.shutdown();
        await Promise.all(running);
      }
    },
    /** Waits until a look finds what it looks for. */
    async until(look: () => boolean | Promise<boolean>): Promise<void> {
      for (let tries = 0; tries < 200; tries++) {
        if (await look()) return;
        await sleep(25);
      }
      throw new Error('waited 5 s for nothing');
    },
    close: () => env.teardown(),
  };
}
export type Stories = Awaited<ReturnType<typeof startStories>>;
