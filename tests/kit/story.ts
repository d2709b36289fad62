import { expect } from '@jest/globals';
import { failureConverterPath } from '#adapters/temporal/converter.ts';
import { searchAttributes } from '#temporal/register.ts';
import { accountCleanup } from '#workflows/account-cleanup/contract.ts';
import { createTelling } from './telling.ts';
import { startTimeSkipping } from './temporal.ts';

/** Matches the refusal with this code. */
export const refused = (code: string): unknown => expect.objectContaining({ name: 'DomainError', code });

/** Stories on a server where days pass in milliseconds. */
export async function startStories() {
  const namespace = 'default';
  const { env, stop } = await startTimeSkipping({ client: { dataConverter: { failureConverterPath } } });
  await env.connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  const telling = await createTelling(env.client, env.nativeConnection, { namespace });
  // This server fails an update that begins a process and is not taken up in ten seconds: on a busy machine the first task
  // of a worker may take longer.
  const { type, queue: taskQueue } = accountCleanup;
  await telling.tell({ business: { removeTraces: async () => 0 } }, () =>
    env.client.workflow.execute(type, { workflowId: 'first-task', taskQueue }),
  );
  return {
    ...telling,
    env,
    async close(): Promise<void> {
      await telling.close();
      await stop();
    },
  };
}
export type Stories = Awaited<ReturnType<typeof startStories>>;
