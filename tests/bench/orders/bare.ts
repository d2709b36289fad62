import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { inLanes } from './buying.ts';

const taskQueue = 'bare';

/** A worker and a client for workflows that do nothing, on the platform's own server. */
export async function startBare(address: string) {
  const native = await NativeConnection.connect({ address });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace: 'ensemble' });
  const worker = await Worker.create({
    connection: native,
    namespace: 'ensemble',
    taskQueue,
    workflowsPath: fileURLToPath(import.meta.resolve('./bare.workflow.ts')),
    activities: { nothing: async () => undefined },
  });
  const running = worker.run();
  let serial = 0;
  return {
    client,
    /** Runs so many workflows of so many activities, so many at once; answers ms. */
    run: (width: number, count: number, activities: number): Promise<number> =>
      inLanes(width, count, () =>
        client.workflow.execute('bare', { taskQueue, workflowId: `bare:${serial++}`, args: [activities] }),
      ),
    async stop(): Promise<void> {
      worker.shutdown();
      await running;
      await Promise.all([native.close(), connection.close()]);
    },
  };
}
