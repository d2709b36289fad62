import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Connection } from '@temporalio/client';
import { TestWorkflowEnvironment, type TimeSkippingTestWorkflowEnvironmentOptions } from '@temporalio/testing';
import {
  DefaultLogger,
  makeTelemetryFilterString,
  Runtime,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { readSettings } from '#adapters/env.ts';
import { findFreePorts } from '#scripts/setup/ports.ts';
import { registerTemporal } from '#temporal/register.ts';
import { service } from './services.ts';

let isQuiet = false;

/** The SDK's runtime is one a process; workers of tests would fill the screen. */
function quiet(): void {
  if (isQuiet) return;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
  });
  isQuiet = true;
}

/** The workflows as the worker runs them, bundled once for all test files. */
export async function workflowBundle(): Promise<Pick<WorkflowBundleWithSourceMap, 'code'>> {
  quiet();
  const { path } = await service('workflows');
  return { code: readFileSync(path, 'utf8') };
}

/** Address of the real Temporal server of this run. */
async function temporalAddress(): Promise<string> {
  quiet();
  return (await service('temporal')).address;
}

/** A namespace of the test file's own on the real server, with the search attributes: task queues keep their names. */
export async function createTestNamespace(): Promise<{ address: string; namespace: string }> {
  const address = await temporalAddress();
  const namespace = `test-${randomUUID()}`;
  await registerTemporal(readSettings({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace }));
  return { address, namespace };
}

/**
 * A time-skipping server of the test file's own: days pass in milliseconds, one story at a time. The SDK gives a server
 * that it starts five seconds, which a busy machine may need for Java alone: it is given one that answers already, and
 * starts a `sleep` for it.
 */
export async function startTimeSkipping(
  options: Omit<TimeSkippingTestWorkflowEnvironmentOptions, 'server'> = {},
): Promise<{ env: TestWorkflowEnvironment; stop: () => Promise<void> }> {
  quiet();
  const { path } = await service('timeSkipping');
  const port = await findFreePorts(1);
  const child = spawn(path, [String(port)], { stdio: 'ignore' });
  const first = await Connection.connect({ address: `127.0.0.1:${port}`, connectTimeout: '100 seconds' });
  await first.close();
  const server = { port, executable: { type: 'existing-path', path: '/bin/sleep' } } as const;
  const env = await TestWorkflowEnvironment.createTimeSkipping({ ...options, server });
  const stop = async (): Promise<void> => {
    await env.teardown();
    child.kill('SIGKILL');
  };
  return { env, stop };
}
