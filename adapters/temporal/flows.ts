import {
  isGrpcDeadlineError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  TypedSearchAttributes,
  type QueryDefinition,
  type SignalDefinition,
  type UpdateDefinition,
} from '@temporalio/common';
import type { Realm } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Window } from '#domain/shared/slice.ts';
import { recordedName, type Flow } from '#workflows/kernel/flow.ts';
import { refusalIn } from './refusal.ts';

const realmKey = defineSearchAttributeKey('Realm', SearchAttributeType.KEYWORD);
const stageKey = defineSearchAttributeKey('Stage', SearchAttributeType.KEYWORD);
const queryMs = 3000;

/**
 * What went wrong with a call, in the domain's terms where it has some. `busy`: no worker has answered in time. What was
 * asked for may still happen, so whoever asks again learns what came of it.
 */
function translate(error: unknown): unknown {
  if (error instanceof WorkflowExecutionAlreadyStartedError) return new DomainError('conflict', 'already_running');
  if (error instanceof WorkflowNotFoundError) return new DomainError('conflict', 'not_running');
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return new DomainError('unavailable', 'busy');
  return refusalIn(error) ?? error;
}

async function attempt<T>(client: Client, ms: number, call: () => Promise<T>): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + ms, call);
  } catch (error) {
    throw translate(error);
  }
}

async function settles(client: Client, workflowId: string, ms: number): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + ms, () => client.workflow.getHandle(workflowId).result());
  } catch (error) {
    if (isGrpcDeadlineError(error)) return false;
    if (!(error instanceof WorkflowFailedError)) throw translate(error);
  }
  return true;
}

/** A part of a realm's processes; the server gives them newest first and page by page only. */
async function listRuns(client: Client, realm: Realm, { offset, limit }: Window) {
  const query = `Realm = '${realm}'`;
  const { count: total } = await client.workflow.count(query);
  const items = [];
  let at = 0;
  for await (const run of client.workflow.list({ query, pageSize: offset + limit })) {
    if (at++ < offset) continue;
    if (items.length === limit) break;
    const { workflowId: id, type, startTime: startedAt, closeTime: closedAt } = run;
    const stage = run.typedSearchAttributes.get(stageKey) ?? '';
    items.push({ id, type, status: run.status.name, stage, startedAt, closedAt });
  }
  return { items, total };
}

/** Processes as routes use them; `requestId` ties each start to the request that asked for it, `patience` is in ms. */
export function createFlows(client: Client, requestId?: string, patience = 20_000) {
  const handle = (workflowId: string) => client.workflow.getHandle(workflowId);

  return {
    begin: <I, R>(flow: Flow<I, R>, input: I): Promise<void> =>
      attempt(client, patience, async () => {
        const startWorkflowOperation = new WithStartWorkflowOperation(flow.type, {
          workflowId: flow.id(input),
          taskQueue: flow.queue,
          args: [input],
          workflowIdConflictPolicy: 'FAIL',
          staticSummary: flow.summary(input),
          typedSearchAttributes: new TypedSearchAttributes([{ key: realmKey, value: flow.realm(input) }]),
          ...(requestId && { memo: { requestId } }),
        });
        await client.workflow.executeUpdateWithStart(recordedName, { startWorkflowOperation });
      }),

    update: <T, A extends unknown[]>(workflowId: string, update: UpdateDefinition<T, A>, ...args: A): Promise<T> =>
      attempt(client, patience, () =>
        handle(workflowId).executeUpdate<T, [unknown, ...unknown[]]>(update.name, {
          args: args as unknown[] as [unknown, ...unknown[]],
        }),
      ),

    signal: <A extends unknown[]>(workflowId: string, signal: SignalDefinition<A>, ...args: A): Promise<void> =>
      attempt(client, patience, () => handle(workflowId).signal(signal, ...args)),

    query: <T>(workflowId: string, query: QueryDefinition<T>): Promise<T | undefined> =>
      attempt<T | undefined>(client, queryMs, () => handle(workflowId).query(query)).catch(() => undefined),

    settles: (workflowId: string, ms: number): Promise<boolean> => settles(client, workflowId, ms),

    list: (realm: Realm, window: Window) => attempt(client, patience, () => listRuns(client, realm, window)),

    isRunning: (workflowId: string): Promise<boolean> =>
      attempt(client, patience, () => handle(workflowId).describe()).then(
        ({ status }) => status.name === 'RUNNING',
        (error: unknown) => {
          if (error instanceof DomainError && error.code === 'not_running') return false;
          throw error;
        },
      ),
  };
}
