import {
  isGrpcDeadlineError,
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
  type WorkflowHandle,
} from '@temporalio/client';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  TypedSearchAttributes,
  type QueryDefinition,
  type SignalDefinition,
  type UpdateDefinition,
} from '@temporalio/common';
import { isPassing, type KeyedTry } from '#domain/idempotency/keyed-requests.ts';
import type { Realm } from '#domain/shared/actor.ts';
import { DomainError, isRefusal } from '#domain/shared/errors.ts';
import type { Window } from '#domain/shared/slice.ts';
import { recordedName, type Flow } from '#workflows/kernel/flow.ts';
import { findRunAskedAt, findRunBegunBy } from './keyed-runs.ts';
import { refusalIn } from './refusal.ts';

const realmKey = defineSearchAttributeKey('Realm', SearchAttributeType.KEYWORD);
const stageKey = defineSearchAttributeKey('Stage', SearchAttributeType.KEYWORD);

/** RESOURCE_EXHAUSTED and FAILED_PRECONDITION: a run, or the whole server, takes no more just now. */
const fullCodes: ReadonlySet<number> = new Set([8, 9]);

function isFull(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (isGrpcServiceError(at) && fullCodes.has(at.code)) return true;
  return false;
}

/**
 * What went wrong with a call, in the domain's terms where it has some. `busy`: no worker has answered in time, or the
 * server takes no more. What was asked for may still happen, so whoever asks again learns what came of it.
 */
function translate(error: unknown): unknown {
  if (error instanceof WorkflowExecutionAlreadyStartedError) return new DomainError('conflict', 'already_running');
  if (error instanceof WorkflowNotFoundError) return new DomainError('conflict', 'not_running');
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return new DomainError('unavailable', 'busy');
  return refusalIn(error) ?? (isFull(error) ? new DomainError('unavailable', 'busy') : error);
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

type Memo = Record<string, string>;

/** The opening update of a try under a key: the server tells it from the one of another request. */
const openingOf = (key: string): string => `${recordedName}:${key}`;

/** Begins a process; `memo` ties it to the request that asked for it. Answers when it has recorded itself. */
async function start<I, R>(client: Client, flow: Flow<I, R>, input: I, memo: Memo, updateId?: string): Promise<void> {
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

/** Waits for a process that an earlier try began, as that try would have; one that has ended tells how it opened. */
async function rejoin(client: Client, workflowId: string, runId: string, updateId: string): Promise<void> {
  const run = client.workflow.getHandle(workflowId, runId);
  try {
    await run.executeUpdate(recordedName, { updateId });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    await run.result();
  }
}

/** Whether an earlier try was told to come again: the server would tell the same to whoever asks under its name. */
async function hasPassed(run: WorkflowHandle, updateId: string): Promise<boolean> {
  try {
    await run.getUpdateHandle(updateId).result();
    return false;
  } catch (error) {
    const refusal = refusalIn(error);
    return refusal !== undefined && isPassing(refusal);
  }
}

/** The names under which one thing may be asked for: a later one where the answer under those before it has passed. */
const nameOf = (name: string, turn: number): string => (turn === 0 ? name : `${name}:${turn}`);

/** The run that an earlier try has begun, and the key to begin one under where none is left to wait for. */
async function findBegun(client: Client, workflowId: string, by: KeyedTry): Promise<{ key: string; runId?: string }> {
  if (!by.isRetry) return { key: by.name };
  for (let turn = 0; ; turn++) {
    const key = nameOf(by.name, turn);
    const runId = await findRunBegunBy(client, workflowId, key);
    if (!runId) return { key };
    if (!(await hasPassed(client.workflow.getHandle(workflowId, runId), openingOf(key)))) return { key, runId };
  }
}

/** Begins a process once, however often the request behind it is tried. */
async function beginKeyed<I, R>(
  client: Client,
  { flow, input, memo, by }: { flow: Flow<I, R>; input: I; memo: Memo; by: KeyedTry },
): Promise<void> {
  const workflowId = flow.id(input);
  const { key, runId } = await findBegun(client, workflowId, by);
  const opening = openingOf(key);
  if (runId) return rejoin(client, workflowId, runId, opening);
  try {
    await start(client, flow, input, { ...memo, key }, opening);
  } catch (error) {
    const isOpen = error instanceof WorkflowExecutionAlreadyStartedError;
    const own = isOpen && (await findRunBegunBy(client, workflowId, key));
    if (!own) throw error;
    await rejoin(client, workflowId, own, opening);
  }
}

/** Asks a process once, however often the request behind it is tried: a later try speaks to the run that the first one did. */
async function updateKeyed<T>(
  client: Client,
  workflowId: string,
  name: string,
  { by, args, asked }: { by: KeyedTry; args: [unknown, ...unknown[]]; asked: string },
): Promise<T> {
  const runId = by.isRetry ? await findRunAskedAt(client, workflowId, by.firstAskedAt) : undefined;
  const run = client.workflow.getHandle(workflowId, runId);
  let turn = 0;
  while (by.isRetry && (await hasPassed(run, nameOf(asked, turn)))) turn++;
  const updateId = nameOf(asked, turn);
  try {
    return await run.executeUpdate<T, [unknown, ...unknown[]]>(name, { args, updateId });
  } catch (error) {
    if (!runId || !(error instanceof WorkflowNotFoundError)) throw error;
    return run.getUpdateHandle<T>(updateId).result(); // of a run that others followed
  }
}

interface FlowsOptions {
  /** A try of a request under a key; without one, whatever is asked for happens again when it is asked for again. */
  by?: KeyedTry | undefined;
  /** In ms. */
  patience?: number;
  /** In ms, for an answer without which a page can do. */
  queryPatience?: number;
}

/** Processes as routes use them; `requestId` ties each start to the request that asked for it. */
export function createFlows(
  client: Client,
  requestId?: string,
  { by, patience = 20_000, queryPatience = 3000 }: FlowsOptions = {},
) {
  const handle = (workflowId: string) => client.workflow.getHandle(workflowId);
  const memo: Memo = requestId === undefined ? {} : { requestId };
  let asked = 0;

  return {
    begin: <I, R>(flow: Flow<I, R>, input: I): Promise<void> =>
      attempt(client, patience, () =>
        by ? beginKeyed(client, { flow, input, memo, by }) : start(client, flow, input, memo),
      ),

    update: <T, A extends unknown[]>(workflowId: string, update: UpdateDefinition<T, A>, ...args: A): Promise<T> =>
      attempt(client, patience, () => {
        const options = { args: args as unknown[] as [unknown, ...unknown[]] };
        if (!by) return handle(workflowId).executeUpdate<T, [unknown, ...unknown[]]>(update.name, options);
        return updateKeyed<T>(client, workflowId, update.name, { ...options, asked: `${by.name}:${asked++}`, by });
      }),

    signal: <A extends unknown[]>(workflowId: string, signal: SignalDefinition<A>, ...args: A): Promise<void> =>
      attempt(client, patience, () => handle(workflowId).signal(signal, ...args)),

    query: <T>(workflowId: string, query: QueryDefinition<T>): Promise<T | undefined> =>
      attempt<T | undefined>(client, queryPatience, () => handle(workflowId).query(query)).catch(() => undefined),

    settles: (workflowId: string, ms: number): Promise<boolean> => settles(client, workflowId, ms),

    list: (realm: Realm, window: Window) => attempt(client, patience, () => listRuns(client, realm, window)),

    isRunning: (workflowId: string): Promise<boolean> =>
      attempt(client, patience, () => handle(workflowId).describe()).then(
        ({ status }) => status.name === 'RUNNING',
        (error: unknown) => {
          if (isRefusal(error, 'not_running')) return false;
          throw error;
        },
      ),
  };
}
