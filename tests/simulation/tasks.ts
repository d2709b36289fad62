import type { Command, Failure } from '#tests/kit/sandbox.ts';
import { fromPayload, msOf, toFailure, toPayload } from '#tests/kit/sandbox.ts';
import { ApplicationFailure } from '@temporalio/common';

/** What became of an attempt, as the server hears it; `lost`: the worker never answered. */
export type Outcome = { result: unknown } | { error: unknown } | 'lost';

interface Policy {
  initialMs: number;
  coefficient: number;
  longestMs: number;
  attempts: number; // 0: without end
  startToCloseMs: number;
  scheduleToCloseMs: number | undefined;
}

/** An activity that a run waits for. */
export interface Task {
  runId: string;
  workflowId: string;
  seq: number;
  isLocal: boolean;
  type: string;
  args: unknown[];
  policy: Policy;
  attempt: number;
  scheduledAt: number;
  /** Not before then. */
  dueAt: number;
  /** The run waits no longer; a worker may still be at it. */
  isAbandoned: boolean;
}

const defaults = { initialMs: 1000, coefficient: 2, startToCloseMs: 3_600_000 };

/** The activity of a command that schedules one. */
export function taskOf(command: Command, run: { runId: string; workflowId: string }, now: number): Task | undefined {
  const asked = command.scheduleActivity ?? command.scheduleLocalActivity;
  if (!asked) return undefined;
  const retry = asked.retryPolicy;
  const initialMs = msOf(retry?.initialInterval) ?? defaults.initialMs;
  return {
    runId: run.runId,
    workflowId: run.workflowId,
    seq: Number(asked.seq),
    isLocal: Boolean(command.scheduleLocalActivity),
    type: asked.activityType ?? '',
    args: (asked.arguments ?? []).map(fromPayload),
    policy: {
      initialMs,
      coefficient: retry?.backoffCoefficient ?? defaults.coefficient,
      longestMs: msOf(retry?.maximumInterval) ?? initialMs * 100,
      attempts: retry?.maximumAttempts ?? 0,
      startToCloseMs: msOf(asked.startToCloseTimeout) ?? defaults.startToCloseMs,
      scheduleToCloseMs: msOf(asked.scheduleToCloseTimeout),
    },
    attempt: 1,
    scheduledAt: now,
    dueAt: now,
    isAbandoned: false,
  };
}

type Resolution = { completed: { result: ReturnType<typeof toPayload> } } | { failed: { failure: Failure } };

const wrapped = ({ type, seq }: Task, cause: Failure): Failure => ({
  message: 'Activity task failed',
  source: 'Simulation',
  cause,
  activityFailureInfo: { activityType: { name: type }, activityId: String(seq), identity: 'simulation' },
});

const isFinal = (error: unknown): boolean => error instanceof ApplicationFailure && Boolean(error.nonRetryable);

/** What the server makes of an attempt's outcome: the answer for the run, or the next attempt (which is noted in the task). */
export function settleAttempt(task: Task, outcome: Outcome, now: number): Resolution | undefined {
  if (outcome !== 'lost' && 'result' in outcome) return { completed: { result: toPayload(outcome.result) } };
  const cause: Failure =
    outcome === 'lost'
      ? { message: 'activity StartToClose timeout', timeoutFailureInfo: { timeoutType: 1 } }
      : toFailure(outcome.error);
  const { policy, attempt } = task;
  if (outcome !== 'lost' && isFinal(outcome.error)) return { failed: { failure: wrapped(task, cause) } };
  const pause = Math.min(policy.initialMs * policy.coefficient ** (attempt - 1), policy.longestMs);
  const noticed = outcome === 'lost' ? now + policy.startToCloseMs : now;
  const isLast = policy.attempts > 0 && attempt >= policy.attempts;
  const isLate =
    policy.scheduleToCloseMs !== undefined && noticed + pause > task.scheduledAt + policy.scheduleToCloseMs;
  if (isLast || isLate) return { failed: { failure: wrapped(task, cause) } };
  task.attempt++;
  task.dueAt = noticed + pause;
  return undefined;
}

/** How a cancelled activity comes back to its run. */
export const cancelled = (task: Task): { cancelled: { failure: Failure } } => ({
  cancelled: { failure: wrapped(task, { message: 'Activity cancelled', canceledFailureInfo: {} }) },
});
