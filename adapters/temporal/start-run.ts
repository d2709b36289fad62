import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import { recordedName, type Flow } from '#workflows/kernel/flow.ts';

const realmKey = defineSearchAttributeKey('Realm', SearchAttributeType.KEYWORD);

export type Memo = Record<string, string>;

/** Begins a process; `memo` ties it to the request that asked for it. Answers when it has recorded itself. */
export async function startRun<I, R>(
  client: Client,
  flow: Flow<I, R>,
  input: I,
  memo: Memo,
  updateId?: string,
): Promise<void> {
  const startWorkflowOperation = new WithStartWorkflowOperation(flow.type, {
    workflowId: flow.id(input),
    taskQueue: flow.queue,
    args: [input],
    workflowIdConflictPolicy: 'FAIL',
    staticSummary: flow.summary(input),
    typedSearchAttributes: new TypedSearchAttributes([{ key: realmKey, value: flow.realm(input) }]),
    memo,
  });
  await client.workflow.executeUpdateWithStart(recordedName, {
    startWorkflowOperation,
    ...(updateId !== undefined && { updateId }),
  });
}
