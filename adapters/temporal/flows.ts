import {
  isGrpcDeadlineError,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  type QueryDefinition,
  type SignalDefinition,
  type UpdateDefinition,
} from '@temporalio/common';
import type { KeyedTry } from '#domain/idempotency/keyed-requests.ts';
import type { Realm } from '#domain/shared/actor.ts';
import { DomainError, isRefusal } from '#domain/shared/errors.ts';
import type { Window } from '#domain/shared/slice.ts';
import type { Flow } from '#workflows/kernel/flow.ts';
import { beginKeyed, updateKeyed } from './keyed-calls.ts';
import { findRunAskedAt } from './keyed-runs.ts';
import { refusalIn } from './refusal.ts';
import { startRun, type Memo } from './start-run.ts';

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

async function isRunning(client: Client, workflowId: string, ms: number): Promise<boolean> {
  try {
    const { status } = await attempt(client, ms, () => client.workflow.getHandle(workflowId).describe());
    return status.name === 'RUNNING';
  } catch (error) {
    if (isRefusal(error, 'not_running')) return false;
    throw error;
  }
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
  // The runs that this request has begun, or found open, under its key; undefined stands for the last one.
  const begun = new Map<string, string | undefined>();
  let asked = 0;

  return {
    begin: <I, R>(flow: Flow<I, R>, input: I): Promise<void> =>
      attempt(client, patience, async () => {
        if (!by) return startRun(client, flow, input, memo);
        begun.set(flow.id(input), undefined);
        begun.set(flow.id(input), await beginKeyed(client, { flow, input, memo, by }));
      }),

    update: <T, A extends unknown[]>(workflowId: string, update: UpdateDefinition<T, A>, ...args: A): Promise<T> =>
      attempt(client, patience, async () => {
        const options = { args: args as unknown[] as [unknown, ...unknown[]] };
        if (!by) return handle(workflowId).executeUpdate<T, [unknown, ...unknown[]]>(update.name, options);
        // A later try speaks to the run that the first one has begun, or spoke to.
        const isKnown = begun.has(workflowId) || !by.isRetry;
        const runId = isKnown ? begun.get(workflowId) : await findRunAskedAt(client, workflowId, by.firstAskedAt);
        return updateKeyed<T>(client, { workflowId, runId }, update.name, {
          ...options,
          asked: `${by.name}:${asked++}`,
          by,
        });
      }),

    signal: <A extends unknown[]>(workflowId: string, signal: SignalDefinition<A>, ...args: A): Promise<void> =>
      attempt(client, patience, () => handle(workflowId).signal(signal, ...args)),

    query: <T>(workflowId: string, query: QueryDefinition<T>): Promise<T | undefined> =>
      attempt<T | undefined>(client, queryPatience, () => handle(workflowId).query(query)).catch(() => undefined),

    settles: (workflowId: string, ms: number): Promise<boolean> => settles(client, workflowId, ms),

    list: (realm: Realm, window: Window) => attempt(client, patience, () => listRuns(client, realm, window)),

    isRunning: (workflowId: string): Promise<boolean> => isRunning(client, workflowId, patience),
  };
}
