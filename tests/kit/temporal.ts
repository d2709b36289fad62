import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { TestWorkflowEnvironment, type TimeSkippingTestWorkflowEnvironmentOptions } from '@temporalio/testing';
import {
  DefaultLogger,
  makeTelemetryFilterString,
  Runtime,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { readSettings } from '#adapters/env.ts';
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

const starts = 10;

/**
 * A time-skipping server of the test file's own: days pass in milliseconds, one story at a time. Tear it down. The SDK
 * gives it five seconds to answer, which a busy machine may need for Java alone: it is started again then.
 */
export async function startTimeSkipping(
  options: Omit<TimeSkippingTestWorkflowEnvironmentOptions, 'server'> = {},
): Promise<TestWorkflowEnvironment> {
  quiet();
  const { path } = await service('timeSkipping');
  const server = { executable: { type: 'existing-path', path } } as const;
  for (let start = 1; ; start++) {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({ ...options, server });
    } catch (error) {
      if (start === starts || !String(error).includes('did not start within')) throw error;
    }
  }
}
