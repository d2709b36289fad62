import type { QueryDefinition, SignalDefinition, UpdateDefinition } from '@temporalio/common';
import type { Realm } from '#domain/shared/actor.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { isRefusal } from '#domain/shared/errors.ts';
import type { Flow } from '#workflows/kernel/flow.ts';

/** A process as a list shows it. */
interface Task {
  id: string;
  type: string;
  status: string;
  /** Where it stands, as it says itself. */
  stage: string;
  startedAt: Date;
  closedAt: Date | undefined;
}

/**
 * What a route may do with processes. Refusals of a process arrive as the DomainError it was refused with; `busy` where no
 * worker answers in time, though what was asked for may still happen.
 */
export interface Flows {
  /** Starts a process and waits until it has recorded itself; refuses `already_running` where it is open already. */
  begin<I, R>(flow: Flow<I, R>, input: I): Promise<void>;
  /** Asks an open process to do something and waits for its answer; refuses `not_running` where there is none. */
  update<T, A extends unknown[]>(workflowId: string, update: UpdateDefinition<T, A>, ...args: A): Promise<T>;
  /** Tells an open process something without waiting. */
  signal<A extends unknown[]>(workflowId: string, signal: SignalDefinition<A>, ...args: A): Promise<void>;
  /** Asks a process, open or ended; undefined where it is unknown or does not answer in time. */
  query<T>(workflowId: string, query: QueryDefinition<T>): Promise<T | undefined>;
  /** Waits until a process has ended, whichever way, so long at most; false where it goes on. */
  settles(workflowId: string, ms: number): Promise<boolean>;
  /** True while the process is open. */
  isRunning(workflowId: string): Promise<boolean>;
  /** Processes of a realm, newest first; the total is the server's estimate. */
  list(realm: Realm, window: Window): Promise<Slice<Task>>;
}

export const isRunningAlready = (error: unknown): boolean => isRefusal(error, 'already_running');

/** Asks a process; one that has ended is begun again, because something is still to be done. */
export async function askOrBegin<I, R, T>(
  flows: Flows,
  flow: Flow<I, R>,
  input: I,
  ask: (workflowId: string) => Promise<T>,
): Promise<T> {
  try {
    return await ask(flow.id(input));
  } catch (error) {
    if (!isRefusal(error, 'not_running')) throw error;
  }
  await beginOnce(flows, flow, input);
  return ask(flow.id(input));
}

/** Begins a process that is asked for once and for all: asked again while it runs, it goes on. */
export async function beginOnce<I, R>(flows: Flows, flow: Flow<I, R>, input: I): Promise<void> {
  try {
    await flows.begin(flow, input);
  } catch (error) {
    if (!isRunningAlready(error)) throw error;
  }
}
