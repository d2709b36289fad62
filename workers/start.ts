import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker, type NativeConnectionOptions, type WorkerOptions } from '@temporalio/worker';
import { refusals } from '#activities/kernel/refusals.ts';
import type { Adapters } from '#adapters/index.ts';
import { temporalReach } from '#adapters/temporal/connection.ts';
import { taskQueues, type TaskQueue } from '#workflows/kernel/queues.ts';
import { preparations, roles } from './roles.ts';

const isQueue = (name: string): name is TaskQueue => taskQueues.some((queue) => queue === name);

/** The roles named on the command line; none means all of them. */
export function askedRoles(names: readonly string[]): TaskQueue[] {
  const unknown = names.filter((name) => !isQueue(name));
  if (unknown.length > 0)
    throw new Error(`There is no role ${unknown.join(', ')}; the roles are ${taskQueues.join(', ')}.`);
  return names.length === 0 ? [...taskQueues] : names.filter(isQueue);
}

const workflowOptions = (): Partial<WorkerOptions> => ({
  workflowsPath: fileURLToPath(import.meta.resolve('#workflows/index.ts')),
});

/** One worker a role, all on one connection. Workflows run in the `business` role. */
export async function createWorkers(asked: readonly TaskQueue[], adapters: Adapters): Promise<Worker[]> {
  const { settings, dataConverter } = adapters;
  for (const queue of asked) await preparations[queue]?.(adapters);
  const connection = await NativeConnection.connect(temporalReach(settings) as NativeConnectionOptions);
  const common = {
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    dataConverter,
    maxHeartbeatThrottleInterval: '1s', // a cancelled activity learns of it within this time
    defaultHeartbeatThrottleInterval: '1s',
    shutdownGraceTime: '10s',
    shutdownForceTime: '25s',
    interceptors: { activity: [() => ({ inbound: refusals })] },
  } satisfies Partial<WorkerOptions>;
  return Promise.all(
    asked.map((queue) =>
      Worker.create({
        ...common,
        ...(queue === 'business' && workflowOptions()),
        ...roles[queue](adapters),
        taskQueue: queue,
      }),
    ),
  );
}
