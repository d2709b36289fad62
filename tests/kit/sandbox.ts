// The real workflow bundle in the SDK's own sandbox, driven by hand: activations in, commands out, no server, virtual time.
// The one file of ours that reaches into the SDK: its version is pinned, and tests/simulation/sandbox.test.ts tells when it moves.
import { createRequire } from 'node:module';
import { defaultPayloadConverter, TypedSearchAttributes, type Payload } from '@temporalio/common';
import proto, { type coresdk as Core, type temporal } from '@temporalio/proto';
import { failureConverter } from '#adapters/temporal/failure-converter.ts';

export type Job = Core.workflow_activation.IWorkflowActivationJob;
export type Command = Core.workflow_commands.IWorkflowCommand;
export type Failure = temporal.api.failure.v1.IFailure;
type Timestamp = NonNullable<Core.workflow_activation.IWorkflowActivation['timestamp']>;
type Long = NonNullable<Core.workflow_activation.IInitializeWorkflow['randomnessSeed']>;

interface Instance {
  activate(
    activation: Core.workflow_activation.IWorkflowActivation,
  ): Promise<Core.workflow_completion.IWorkflowActivationCompletion>;
  getAndResetSinkCalls(): Promise<unknown[]>;
  dispose(): Promise<void>;
}
interface Creator {
  createWorkflow(options: object): Promise<Instance>;
  destroy(): Promise<void>;
}

const internal = createRequire(import.meta.resolve('@temporalio/worker'));
const { ReusableVMWorkflowCreator } = internal('./workflow/reusable-vm.js') as {
  ReusableVMWorkflowCreator: { create(bundle: unknown, limitMs: undefined, activities: Set<string>): Promise<Creator> };
};
const { parseWorkflowCode } = internal('./worker.js') as { parseWorkflowCode(code: string): unknown };
const { globalHandlers } = internal('./workflow/vm-shared.js') as { globalHandlers: { stopPromiseHook(): void } };
const { msToTs, tsToMs } = internal('@temporalio/common/lib/time.js') as {
  msToTs(ms: number): Timestamp; // seconds are a Long: a plain number fails inside the activation
  tsToMs(ts: Timestamp | null | undefined): number;
};

export const toPayload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
export const toPayloads = (values: readonly unknown[]): Payload[] => values.map(toPayload);
export const fromPayload = (payload: Payload | null | undefined): unknown =>
  payload ? defaultPayloadConverter.fromPayload(payload) : undefined;
export const toFailure = (error: unknown): Failure => failureConverter.errorToFailure(error, defaultPayloadConverter);
export const toError = (failure: Failure | null | undefined): Error =>
  failureConverter.failureToError(failure ?? {}, defaultPayloadConverter);
/** Milliseconds of a duration of the protocol; undefined where there is none. */
export const msOf = (duration: Timestamp | null | undefined): number | undefined =>
  duration ? tsToMs(duration) : undefined;

/** What a run is begun with. */
export interface Beginning {
  workflowType: string;
  workflowId: string;
  runId: string;
  args: readonly unknown[];
  memo?: Record<string, unknown>;
  seed: number;
}

/** The workflow's own code failed in a way that the SDK blames on the code: it would be tried again for ever. */
class WorkflowTaskFailure extends Error {}
/** The same activations gave other commands. */
class NotDeterministic extends Error {}

interface Done {
  jobs: Job[];
  patches: Job[]; // markers that it set: a history tells of them beforehand
  at: number;
  commands: string;
}

const readable = (commands: readonly Command[]): string =>
  JSON.stringify(commands.map((one) => proto.coresdk.workflow_commands.WorkflowCommand.fromObject(one).toJSON()));

/** Where two lists of commands begin to differ. */
function differing(first: string, again: string): string {
  let at = 0;
  while (at < first.length && first[at] === again[at]) at++;
  const from = Math.max(0, at - 100);
  return `…${first.slice(from, from + 300)}…, replayed: …${again.slice(from, from + 300)}…`;
}

const optionsOf = ({ workflowType, workflowId, runId, memo, seed }: Beginning, now: number) => ({
  info: {
    workflowId,
    runId,
    workflowType,
    ...(memo && { memo }),
    searchAttributes: {},
    typedSearchAttributes: new TypedSearchAttributes(),
    taskQueue: 'business',
    namespace: 'simulation',
    firstExecutionRunId: runId,
    originalExecutionRunId: runId,
    startTime: new Date(now),
    runStartTime: new Date(now),
    taskTimeoutMs: 10_000,
    attempt: 1,
    historyLength: 3,
    historySize: 0,
    continueAsNewSuggested: false,
    unsafe: { now: () => now, isReplaying: false, isReplayingHistoryEvents: false, random: () => 0.5 },
  },
  randomnessSeed: [seed & 255, (seed >> 8) & 255, (seed >> 16) & 255, 1, 2, 3, 4, 5],
  now,
  showStackTraceSources: false,
});

/** One run of a workflow. Its worker may be lost at any time: what it was told before is told again, as a history is replayed. */
export class SandboxedRun {
  readonly #creator: Creator;
  readonly #beginning: Beginning;
  readonly #done: Done[] = [];
  readonly #accepted = new Set<string>(); // updates
  readonly #flags = new Set<number>(); // of the SDK; a history keeps those that it went by
  #instance: Instance | undefined;

  constructor(creator: Creator, beginning: Beginning) {
    this.#creator = creator;
    this.#beginning = beginning;
  }

  /** The job that begins it, for the first activation. */
  initialJob(now: number): Job {
    const { workflowType, workflowId, runId, args, seed } = this.#beginning;
    return {
      initializeWorkflow: {
        workflowType,
        workflowId,
        arguments: toPayloads(args),
        randomnessSeed: msToTs(seed * 1000).seconds as Long,
        firstExecutionRunId: runId,
        attempt: 1,
        startTime: msToTs(now),
      },
    };
  }

  /** Tells it what has happened; answers what it wants done. */
  async activate(jobs: Job[], now: number): Promise<Command[]> {
    await this.#resume();
    const commands = await this.#tell(jobs, now, false);
    this.#remember(jobs, now, commands);
    return commands;
  }

  /** Asks without leaving a trace; the run may have ended. */
  async query(name: string, now: number): Promise<unknown> {
    await this.#resume();
    const [answer] = await this.#tell([{ queryWorkflow: { queryId: 'q', queryType: name, arguments: [] } }], now, true);
    const { succeeded, failed } = answer?.respondToQuery ?? {};
    if (failed) throw toError(failed);
    return fromPayload(succeeded?.response);
  }

  /** The worker is lost, or needs the room: the next one starts from what the run was told so far. */
  async evict(): Promise<void> {
    await this.#instance?.dispose();
    this.#instance = undefined;
  }

  async #resume(): Promise<void> {
    if (this.#instance) return;
    const began = this.#done[0]?.at;
    const at = began ?? 0;
    this.#instance = await this.#creator.createWorkflow(optionsOf(this.#beginning, at));
    for (const done of this.#done) {
      const commands = readable(await this.#tell([...done.patches, ...done.jobs], done.at, true));
      if (commands !== done.commands)
        throw new NotDeterministic(`${this.#beginning.workflowType}: ${differing(done.commands, commands)}`);
    }
  }

  async #tell(jobs: Job[], now: number, isReplaying: boolean): Promise<Command[]> {
    const { runId } = this.#beginning;
    const activation = { runId, timestamp: msToTs(now), isReplaying, historyLength: 3 + this.#done.length, jobs };
    const availableInternalFlags = [...this.#flags];
    const completion = await this.#instance?.activate(
      proto.coresdk.workflow_activation.WorkflowActivation.fromObject({ ...activation, availableInternalFlags }),
    );
    await this.#instance?.getAndResetSinkCalls();
    if (!completion?.successful) throw new WorkflowTaskFailure(toError(completion?.failed?.failure).stack);
    for (const flag of completion.successful.usedInternalFlags ?? []) this.#flags.add(flag);
    return completion.successful.commands ?? [];
  }

  /** A history does not hold the updates that were refused at once, and those that it holds are not validated again. */
  #remember(jobs: readonly Job[], at: number, commands: readonly Command[]): void {
    for (const { updateResponse } of commands)
      if (updateResponse?.accepted) this.#accepted.add(updateResponse.protocolInstanceId ?? '');
    const isRefusal = ({ updateResponse }: Command) =>
      Boolean(updateResponse?.rejected) && !this.#accepted.has(updateResponse?.protocolInstanceId ?? '');
    const refused = new Set(commands.filter(isRefusal).map((one) => one.updateResponse?.protocolInstanceId));
    const isKept = (job: Job) => !job.doUpdate || !refused.has(job.doUpdate.protocolInstanceId);
    const kept = jobs
      .filter(isKept)
      .map((job) => (job.doUpdate ? { doUpdate: { ...job.doUpdate, runValidator: false } } : job));
    if (kept.length === 0) return;
    const patches = commands.flatMap(({ setPatchMarker }) =>
      setPatchMarker ? [{ notifyHasPatch: { patchId: setPatchMarker.patchId ?? '' } }] : [],
    );
    this.#done.push({
      jobs: kept,
      patches,
      at,
      commands: readable(commands.filter((one) => !isRefusal(one))),
    });
  }
}

/** Loads a bundle of workflows; `activities` are the names that a worker would register. */
export async function openSandbox(code: string, activities: Iterable<string>) {
  // Without a limit of time: the thread that would watch each activation costs more than the activation.
  const creator = await ReusableVMWorkflowCreator.create(parseWorkflowCode(code), undefined, new Set(activities));
  globalHandlers.stopPromiseHook(); // nobody asks these runs for the stacks of what they wait for
  return {
    begin: (beginning: Beginning): SandboxedRun => new SandboxedRun(creator, beginning),
    close: (): Promise<void> => creator.destroy(),
  };
}
export type Sandbox = Awaited<ReturnType<typeof openSandbox>>;
