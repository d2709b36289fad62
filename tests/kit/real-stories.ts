import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { failureConverterPath } from '#adapters/temporal/converter.ts';
import { createTelling } from './telling.ts';
import { createTestNamespace } from './temporal.ts';

/** Stories on the real server: time passes as it does, cancellation too. */
export async function startRealStories() {
  const { address, namespace } = await createTestNamespace();
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection, namespace, dataConverter: { failureConverterPath } });
  const telling = await createTelling(client, native, {
    namespace,
    maxHeartbeatThrottleInterval: '1s',
    defaultHeartbeatThrottleInterval: '1s',
    shutdownForceTime: '2s',
  });
  return {
    ...telling,
    namespace,
    async close(): Promise<void> {
      await telling.close();
      await connection.close();
      await native.close();
    },
  };
}
export type RealStories = Awaited<ReturnType<typeof startRealStories>>;
