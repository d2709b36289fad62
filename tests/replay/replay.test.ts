import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { failureConverterPath } from '#adapters/temporal/converter.ts';
import { keptHistories, readHistory } from '#tests/kit/histories.ts';
import { workflowBundle } from '#tests/kit/temporal.ts';

// Recorded by the story tests with RECORD_HISTORIES=1. A history that no longer replays means that runs in flight would
// break: guard the change with patched(), and record again only what no run in flight can hold.
const names = await keptHistories();

let bundle: Awaited<ReturnType<typeof workflowBundle>>;
beforeAll(async () => void (bundle = await workflowBundle()), 120_000);

const replay = (history: unknown) =>
  Worker.runReplayHistory({ workflowBundle: bundle, dataConverter: { failureConverterPath } }, history);

test.each(names)('%s goes the same way again', async (name) => {
  await replay(await readHistory(name));
});

test('every workflow has a history', async () => {
  const files = await readdir(new URL('../../workflows', import.meta.url), { recursive: true });
  const workflows = files.filter((file) => file.endsWith('/workflow.ts')).map((file) => dirname(file));
  expect(workflows.filter((workflow) => !names.some((name) => name.startsWith(`${workflow}.`)))).toEqual([]);
});

test('a signal with other fields counts in runs from before those were ignored', async () => {
  const [taken, misspelt] = [{}, { bye: 'lee' }].map((more) =>
    Buffer.from(JSON.stringify({ verdict: 'refuse', remark: 'blurred', ...more })).toString('base64'),
  ) as [string, string];
  const history = JSON.stringify(await readHistory('real-name-verification.refused'));
  expect(history).toContain(taken);
  await replay(JSON.parse(history.replace(taken, misspelt)));
});

test('a workflow that goes another way is noticed', async () => {
  const [name = ''] = names.filter((one) => one.endsWith('.happy'));
  const history = (await readHistory(name)) as { events: Record<string, { activityType?: { name: string } }>[] };
  const scheduled = history.events.find((event) => event['activityTaskScheduledEventAttributes']);
  const { activityType } = scheduled?.['activityTaskScheduledEventAttributes'] ?? {};
  if (activityType) activityType.name = 'somethingElse';
  await expect(replay(history)).rejects.toBeInstanceOf(DeterminismViolationError);
});
