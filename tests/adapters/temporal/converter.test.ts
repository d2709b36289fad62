import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Client, type Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { dataConverter, failureConverterPath } from '#adapters/temporal/converter.ts';

const keys = [{ id: 'k1', key: randomBytes(32) }] as const;
const require = createRequire(import.meta.url);

/** What the SDK makes of our settings; it loads the failure converter by its path, as client and worker do. */
const load = () => {
  const { loadDataConverter } = require('@temporalio/common/lib/internal-non-workflow') as {
    loadDataConverter(converter: unknown): { failureConverter: unknown; payloadCodecs: unknown[] };
  };
  return loadDataConverter(dataConverter(keys));
};

test('the client accepts the converter', () => {
  expect(load().failureConverter).toMatchObject({ options: { encodeCommonAttributes: true } });
  expect(load().payloadCodecs).toHaveLength(2);
  const client = new Client({ connection: {} as Connection, dataConverter: dataConverter(keys) });
  expect(client.options.loadedDataConverter.payloadCodecs).toHaveLength(2);
});

test('the workflow bundle carries it: a failing workflow shows nothing of why', async () => {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('failing.workflow.ts', import.meta.url)),
    failureConverterPath,
    logger: new DefaultLogger('ERROR'),
  });
  const failure = await runInSandbox(code);

  expect(failure.message).toBe('Encoded failure');
  expect(JSON.stringify({ ...failure, encodedAttributes: {} })).not.toContain('王小明');
  expect(Buffer.from(failure.encodedAttributes.data).toString()).toContain('王小明'); // what the codec seals next
});

interface Failure {
  message: string;
  encodedAttributes: { metadata: Record<string, Uint8Array>; data: Uint8Array };
}

/** Runs the bundle's one workflow in the SDK's own sandbox; internal paths, hence the pinned SDK. */
async function runInSandbox(code: string): Promise<Failure> {
  const { ReusableVMWorkflowCreator } = require('@temporalio/worker/lib/workflow/reusable-vm.js');
  const { parseWorkflowCode } = require('@temporalio/worker/lib/worker.js');
  const { msToTs } = require('@temporalio/common/lib/time.js');
  const creator = await ReusableVMWorkflowCreator.create(parseWorkflowCode(code), 400, new Set());
  const now = 1_700_000_000_000;
  const info = { workflowId: 'w', runId: 'r', workflowType: 'failing', taskQueue: 'q', namespace: 'n', attempt: 1 };
  const workflow = await creator.createWorkflow({
    info,
    randomnessSeed: [1, 2, 3, 4],
    now,
    showStackTraceSources: false,
  });
  const start = { workflowType: 'failing', workflowId: 'w', arguments: [], randomnessSeed: msToTs(now).seconds };
  const { successful } = await workflow.activate({
    runId: 'r',
    timestamp: msToTs(now),
    isReplaying: false,
    historyLength: 3,
    jobs: [{ initializeWorkflow: start }],
  });
  await workflow.dispose();
  await creator.destroy();
  return successful.commands[0].failWorkflowExecution.failure;
}
