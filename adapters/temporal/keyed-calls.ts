import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowHandle,
} from '@temporalio/client';
import { isPassing, type KeyedTry } from '#domain/idempotency/keyed-requests.ts';
import { recordedName, type Flow } from '#workflows/kernel/flow.ts';
import { findRunBegunBy } from './keyed-runs.ts';
import { refusalIn } from './refusal.ts';
import { startRun, type Memo } from './start-run.ts';

/** The opening update of a try under a key: the server tells it from the one of another request. */
const openingOf = (key: string): string => `${recordedName}:${key}`;

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

/** Begins a process once, however often the request behind it is tried; answers the run where an earlier try has begun it. */
export async function beginKeyed<I, R>(
  client: Client,
  { flow, input, memo, by }: { flow: Flow<I, R>; input: I; memo: Memo; by: KeyedTry },
): Promise<string | undefined> {
  const workflowId = flow.id(input);
  const { key, runId } = await findBegun(client, workflowId, by);
  const opening = openingOf(key);
  if (runId) {
    await rejoin(client, workflowId, runId, opening);
    return runId;
  }
  try {
    await startRun(client, flow, input, { ...memo, key }, opening);
    return undefined;
  } catch (error) {
    const isOpen = error instanceof WorkflowExecutionAlreadyStartedError;
    const own = isOpen && (await findRunBegunBy(client, workflowId, key));
    if (!own) throw error;
    await rejoin(client, workflowId, own, opening);
    return own;
  }
}

/** Asks a process once, however often the request behind it is tried: of this run, or of the last one. */
export async function updateKeyed<T>(
  client: Client,
  { workflowId, runId }: { workflowId: string; runId: string | undefined },
  name: string,
  { by, args, asked }: { by: KeyedTry; args: [unknown, ...unknown[]]; asked: string },
): Promise<T> {
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
