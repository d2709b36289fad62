import { refusalIn } from '#adapters/temporal/refusal.ts';
import { DomainError } from '#domain/shared/errors.ts';
import {
  fromPayload,
  msOf,
  toError,
  toPayloads,
  type Command,
  type Job,
  type SandboxedRun,
  type Sandbox,
} from '#tests/kit/sandbox.ts';
import type { Random } from './random.ts';
import { cancelled, settleAttempt, taskOf, type Outcome, type Task } from './tasks.ts';

type RunStatus = 'open' | 'completed' | 'failed' | 'cancelled';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A run as the server knows it. */
export interface Run {
  workflowId: string;
  runId: string;
  type: string;
  sandboxed: SandboxedRun;
  status: RunStatus;
  result: unknown;
  /** What it has not been told yet. */
  inbox: Job[];
  updates: Map<string, Waiting>;
  timers: Map<number, number>; // seq → due
  /** Search attributes, as it set them last. */
  shown: Record<string, unknown>;
  /** It has cancelled an activity, whose worker may go on and write what the run does not hear of. */
  hasGivenUp: boolean;
}

export const notRunning = () => new DomainError('conflict', 'not_running');

/** A Temporal server with a clock of its own: it does nothing by itself, every step is somebody's choice. */
export class VirtualServer {
  now: number;
  readonly runs: Run[] = [];
  tasks: Task[] = [];
  /** Types of activities that runs have ever asked for. */
  readonly scheduled = new Set<string>();
  readonly #sandbox: Sandbox;
  readonly #random: Random;
  #names = 0;

  constructor(sandbox: Sandbox, random: Random, now: number) {
    this.#sandbox = sandbox;
    this.#random = random;
    this.now = now;
  }

  open = (workflowId: string): Run | undefined =>
    this.runs.find((run) => run.workflowId === workflowId && run.status === 'open');

  latest = (workflowId: string): Run | undefined => this.runs.findLast((run) => run.workflowId === workflowId);

  start(type: string, workflowId: string, args: readonly unknown[], memo?: Record<string, unknown>): Run {
    if (this.open(workflowId)) throw new DomainError('conflict', 'already_running');
    const runId = this.#random.uuid();
    const seed = this.#random.below(1 << 24);
    const beginning = { workflowType: type, workflowId, runId, args, seed, ...(memo && { memo }) };
    const sandboxed = this.#sandbox.begin(beginning);
    const run: Run = {
      workflowId,
      runId,
      type,
      sandboxed,
      status: 'open',
      result: undefined,
      inbox: [sandboxed.initialJob(this.now)],
      updates: new Map(),
      timers: new Map(),
      shown: {},
      hasGivenUp: false,
    };
    this.runs.push(run);
    return run;
  }

  update(run: Run, name: string, args: readonly unknown[]): Promise<unknown> {
    const id = `update-${++this.#names}`;
    run.inbox.push({
      doUpdate: { id, protocolInstanceId: id, name, input: toPayloads(args), headers: {}, runValidator: true },
    });
    return new Promise((resolve, reject) => run.updates.set(id, { resolve, reject }));
  }

  signal(run: Run, signalName: string, args: readonly unknown[]): void {
    run.inbox.push({ signalWorkflow: { signalName, input: toPayloads(args), headers: {}, identity: 'simulation' } });
  }

  cancel(run: Run): void {
    run.inbox.push({ cancelWorkflow: { reason: 'cancelled' } });
  }

  /** Tells a run some of what is in its inbox, and does what it wants done. */
  async deliver(run: Run, jobs: Job[]): Promise<void> {
    run.inbox = run.inbox.filter((job) => !jobs.includes(job));
    const fired = new Set(jobs.flatMap(({ fireTimer }) => (fireTimer ? [Number(fireTimer.seq)] : [])));
    for (const seq of fired) run.timers.delete(seq);
    for (const command of await run.sandboxed.activate(jobs, this.now)) this.#obey(run, command);
    if (run.status === 'open') return;
    for (const { reject } of run.updates.values()) reject(notRunning());
    run.updates.clear();
    run.timers.clear();
    run.inbox = [];
    for (const task of this.tasks) if (task.runId === run.runId) task.isAbandoned = true;
  }

  /** Notes what became of an attempt at a task. */
  settle(task: Task, outcome: Outcome): void {
    const result = task.isAbandoned ? {} : settleAttempt(task, outcome, this.now);
    if (!result) return;
    this.tasks = this.tasks.filter((one) => one !== task);
    const run = this.runs.find(({ runId }) => runId === task.runId);
    if (!task.isAbandoned && run?.status === 'open')
      run.inbox.push({ resolveActivity: { seq: task.seq, isLocal: task.isLocal, result } });
  }

  /** It is the last run of its id, nothing is on its way to it, and nobody works or has worked for it unheard. */
  isSettled(run: Run): boolean {
    if (run.hasGivenUp) return false; // it looks again by itself; what is written is compared at the end
    const isAsked = run.inbox.length > 0 || this.tasks.some(({ runId }) => runId === run.runId);
    return !isAsked && this.latest(run.workflowId) === run;
  }

  /** Puts timers that are due into the inboxes; answers how many. */
  ring(): number {
    let rung = 0;
    for (const run of this.runs)
      for (const [seq, due] of run.timers)
        if (due <= this.now && !run.inbox.some(({ fireTimer }) => fireTimer?.seq === seq)) {
          run.inbox.push({ fireTimer: { seq } });
          rung++;
        }
    return rung;
  }

  /** When the next thing happens by itself. */
  nextAt(): number | undefined {
    const timers = this.runs.flatMap(({ timers: all }) => [...all.values()]);
    const later = [...timers, ...this.tasks.map(({ dueAt }) => dueAt)].filter((at) => at > this.now);
    return later.length > 0 ? Math.min(...later) : undefined;
  }

  #obey(run: Run, command: Command): void {
    const task = taskOf(command, run, this.now);
    if (task) {
      this.tasks.push(task);
      this.scheduled.add(task.type);
    } else if (command.startTimer)
      run.timers.set(Number(command.startTimer.seq), this.now + (msOf(command.startTimer.startToFireTimeout) ?? 0));
    else if (command.cancelTimer) this.#stopTimer(run, Number(command.cancelTimer.seq));
    else if (command.updateResponse) this.#answer(run, command.updateResponse);
    else if (command.requestCancelActivity) this.#abandon(run, Number(command.requestCancelActivity.seq));
    else if (command.requestCancelLocalActivity) this.#abandon(run, Number(command.requestCancelLocalActivity.seq));
    else if (command.requestCancelExternalWorkflowExecution)
      this.#cancelOther(run, command.requestCancelExternalWorkflowExecution);
    else if (command.signalExternalWorkflowExecution) this.#signalOther(run, command.signalExternalWorkflowExecution);
    else if (command.upsertWorkflowSearchAttributes) this.#note(run, command.upsertWorkflowSearchAttributes);
    else if (command.modifyWorkflowProperties || command.setPatchMarker) return;
    else this.#end(run, command);
  }

  #end(run: Run, command: Command): void {
    if (command.completeWorkflowExecution) {
      run.status = 'completed';
      run.result = fromPayload(command.completeWorkflowExecution.result);
    } else if (command.failWorkflowExecution) {
      run.status = 'failed';
      run.result = toError(command.failWorkflowExecution.failure);
    } else if (command.cancelWorkflowExecution) run.status = 'cancelled';
    else if (command.continueAsNewWorkflowExecution) {
      run.status = 'completed';
      const { workflowType, arguments: args } = command.continueAsNewWorkflowExecution;
      this.start(workflowType ?? run.type, run.workflowId, (args ?? []).map(fromPayload));
    } else throw new Error(`the simulation does not know ${JSON.stringify(Object.keys(command))}`);
  }

  #stopTimer(run: Run, seq: number): void {
    run.timers.delete(seq);
    run.inbox = run.inbox.filter(({ fireTimer }) => fireTimer?.seq !== seq);
  }

  #answer(run: Run, { protocolInstanceId, completed, rejected }: NonNullable<Command['updateResponse']>): void {
    const id = protocolInstanceId ?? '';
    const waiting = run.updates.get(id);
    if (!waiting || (!completed && !rejected)) return;
    run.updates.delete(id);
    if (completed) return waiting.resolve(fromPayload(completed));
    const error = toError(rejected);
    waiting.reject(refusalIn(error) ?? error);
  }

  /** The run hears of it at once; a worker that is at it does not stop. */
  #abandon(run: Run, seq: number): void {
    const task = this.tasks.find((one) => one.runId === run.runId && one.seq === seq && !one.isAbandoned);
    if (!task) return;
    task.isAbandoned = run.hasGivenUp = true;
    run.inbox.push({ resolveActivity: { seq, isLocal: task.isLocal, result: cancelled(task) } });
  }

  #cancelOther(
    run: Run,
    { seq, workflowExecution }: NonNullable<Command['requestCancelExternalWorkflowExecution']>,
  ): void {
    const other = this.open(workflowExecution?.workflowId ?? '');
    if (other) this.cancel(other);
    const failure = other ? {} : { failure: { message: 'not found', applicationFailureInfo: {} } };
    run.inbox.push({ resolveRequestCancelExternalWorkflow: { seq: seq ?? 0, ...failure } });
  }

  #signalOther(run: Run, command: NonNullable<Command['signalExternalWorkflowExecution']>): void {
    const other = this.open(command.workflowExecution?.workflowId ?? '');
    if (other) this.signal(other, command.signalName ?? '', (command.args ?? []).map(fromPayload));
    const failure = other ? {} : { failure: { message: 'not found', applicationFailureInfo: {} } };
    run.inbox.push({ resolveSignalExternalWorkflow: { seq: command.seq ?? 0, ...failure } });
  }

  #note(run: Run, { searchAttributes }: NonNullable<Command['upsertWorkflowSearchAttributes']>): void {
    for (const [name, value] of Object.entries(searchAttributes?.indexedFields ?? {}))
      run.shown[name] = JSON.parse(Buffer.from(value.data ?? []).toString() || 'null');
  }
}
