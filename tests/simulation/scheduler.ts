import { DomainError } from '#domain/shared/errors.ts';
import { databaseFaults, type DatabaseFaults } from './database-faults.ts';
import { lossName, Pursuit } from './losses.ts';
import type { Job } from '#tests/kit/sandbox.ts';
import type { SimulatedPlatform } from './platform.ts';
import type { Scenario, Scene } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import type { Run } from './server.ts';
import { openStory, type Story } from './story.ts';
import type { Outcome, Task } from './tasks.ts';
import type { Act } from './telling.ts';

const hour = 3_600_000;
const mostSteps = 6000;
const mostJumps = 8; // every day that is jumped over is a bill to compare
const calmAttempts = 4; // a task that failed so often is left in peace, or a story never ends
const share = { fault: 0.3, jump: 0.02, evict: 0.03, giveUp: 0.02, advance: 0.04, requestFault: 0.1 };
const attemptFaults = ['worker lost before', 'worker lost after', ...databaseFaults, 'late twin'] as const;
type AttemptFault = (typeof attemptFaults)[number];

export interface Told {
  seed: number;
  trace: string[];
  injected: Map<string, number>;
  violations: string[];
  steps: number;
}

/** Tells one story from its seed: every choice is made here, and the same seed makes the same ones. */
export async function tell(
  platform: SimulatedPlatform,
  faults: DatabaseFaults,
  scenario: Scenario,
  seed: number,
): Promise<Told> {
  const injected = new Map<string, number>();
  const count = (fault: string): void => void injected.set(fault, (injected.get(fault) ?? 0) + 1);
  const story = await openStory(platform, seed, (now, random) => scenario.stage(now, random, count));
  const scene = await scenario.begin(story);
  const director = new Director(story, scene, scenario, faults, count);
  const violations = await director
    .play()
    .catch((error: unknown) => [`the story broke off: ${(error as Error).stack}`]);
  for (const [id] of story.requests.waiting()) await story.requests.giveUp(id, unheard()); // of a story that broke off
  for (const type of story.server.scheduled)
    if (!scenarios.some(({ activities }) => type in activities))
      violations.push(`a worker is never lost on purpose at ${type}`);
  for (const { sandboxed } of story.server.runs) await sandboxed.evict();
  for (const fault of platform.faults)
    if (!String((fault as Error).stack).includes('injected'))
      violations.push(`a request met a fault: ${String((fault as Error).stack)}`);
  return { seed, trace: story.trace, injected, violations, steps: director.steps };
}

const unheard = (): Error => new DomainError('unavailable', 'busy');
const isMessage = ({ doUpdate, signalWorkflow }: Job): boolean => Boolean(doUpdate ?? signalWorkflow);

class Director {
  steps = 0;
  readonly #story: Story;
  readonly #scene: Scene;
  readonly #faults: DatabaseFaults;
  readonly #count: (fault: string) => void;
  readonly #pursuit: Pursuit;
  #actsLeft: number;
  #jumpsLeft = mostJumps;
  /** The step may have written something. */
  #isChanged = false;
  /** Whom the step was about. */
  #touched: Run | undefined;
  readonly #twins: Task[] = [];
  #isLastDone = false;

  constructor(story: Story, scene: Scene, scenario: Scenario, faults: DatabaseFaults, count: (fault: string) => void) {
    [this.#story, this.#scene, this.#faults, this.#count] = [story, scene, faults, count];
    this.#pursuit = new Pursuit(scenario, story.seed, story.random);
    this.#actsLeft = story.random.between(...scenario.acts);
  }

  /** Plays until nothing is left to happen; answers what was wrong. */
  async play(): Promise<string[]> {
    while (this.steps < mostSteps) {
      this.#story.server.ring();
      const step = this.#choose();
      if (!step) {
        const unheard = this.#story.requests.waiting().map(([, name]) => `nobody ever answers: ${name}`);
        return [...unheard, ...(await this.#scene.check()), ...(await this.#scene.atEnd())];
      }
      this.steps++;
      [this.#isChanged, this.#touched] = [false, undefined];
      await step();
      await this.#story.requests.quiet();
      const settled = this.#touched && this.#story.server.isSettled(this.#touched) ? this.#touched : undefined;
      const wrong = this.#isChanged || settled ? await this.#scene.check(settled) : [];
      if (wrong.length > 0) return wrong;
    }
    return [`the story does not end within ${mostSteps} steps`];
  }

  #choose(): (() => Promise<void>) | undefined {
    const { random, server, requests } = this.#story;
    const inboxes = server.runs.filter(({ inbox }) => inbox.length > 0);
    const due = server.tasks.filter(({ dueAt }) => dueAt <= server.now);
    const people = this.#pursuit.narrow(this.#scene.people(), this.#actsLeft);
    const world = this.#scene.world();
    const waiting = requests.waiting();
    const next = server.nextAt();
    const isIdle = inboxes.length + due.length + people.length + world.length + this.#twins.length === 0;
    if (isIdle) return next === undefined ? this.#last() : async () => this.#advance(next);

    if (this.#jumpsLeft > 0 && this.#actsLeft > 0 && random.chance(share.jump)) return async () => this.#jump();
    if (random.chance(share.evict)) return () => this.#evict();
    if (waiting.length > 0 && random.chance(share.giveUp)) return () => this.#giveUp(random.pick(waiting));
    if (next !== undefined && random.chance(share.advance)) return async () => this.#advance(next);
    const person = () => this.#act(random.pick(people), true);
    return random.pick<() => Promise<void>>([
      ...inboxes.map((run) => () => this.#deliver(run)),
      ...due.map((task) => () => this.#attempt(task)),
      ...world.map((act) => () => this.#act(act)),
      ...(people.length > 0 ? [person, person, person] : []),
      ...this.#twins.map((task) => () => this.#twin(task)),
    ]);
  }

  async #act(act: Act, isPerson = false): Promise<void> {
    if (isPerson) this.#actsLeft--;
    this.#isChanged = true;
    this.#story.note(act.name);
    const { random } = this.#story;
    if (!random.chance(share.requestFault)) return act.run();
    const fault = random.pick(databaseFaults);
    const { struck } = await this.#faults.during(fault, random.between(0, 6), () => act.run());
    if (struck) this.#count(`${fault} at a request`);
  }

  #last(): (() => Promise<void>) | undefined {
    const { last } = this.#scene;
    if (!last || this.#isLastDone) return undefined;
    this.#isLastDone = true;
    this.#advance(this.#story.server.now + 24 * hour);
    return () => this.#act(last);
  }

  /** Messages come in any order and in any number at once; the beginning comes first, and nothing overtakes an answer it waits for. */
  async #deliver(run: Run): Promise<void> {
    const { random } = this.#story;
    const beginning = run.inbox.filter(({ initializeWorkflow }) => initializeWorkflow);
    const rest = run.inbox.filter(({ initializeWorkflow }) => !initializeWorkflow);
    const mixed = random.shuffled(rest);
    if (mixed.some((job, i) => job !== rest[i])) this.#count('messages reordered');
    const some = mixed.slice(0, random.between(1 - beginning.length, mixed.length));
    const jobs = [...beginning, ...some.filter(isMessage), ...some.filter((job) => !isMessage(job))]; // as a server orders them
    this.#story.note(`tells ${this.#nameOf(run.runId)} ${jobs.map((job) => Object.keys(job)[0]).join(', ')}`);
    const asked = run.updates.size;
    await this.#story.server.deliver(run, jobs);
    this.#touched = run;
    this.#isChanged = run.updates.size < asked || run.status !== 'open';
    if (run.status !== 'open') this.#story.note(`${this.#nameOf(run.runId)} is ${run.status}`);
  }

  async #attempt(task: Task): Promise<void> {
    const { server, note } = this.#story;
    this.#isChanged = true;
    const fault = this.#faultFor(task);
    note(`${this.#nameOf(task.runId)} ${task.type} attempt ${task.attempt}${fault ? `: ${fault}` : ''}`);
    const outcome = await this.#outcomeOf(task, fault);
    this.#touched = server.runs.find(({ runId }) => runId === task.runId);
    if (outcome === 'lost') await this.#touched?.sandboxed.evict();
    server.settle(task, outcome);
  }

  #faultFor(task: Task): AttemptFault | undefined {
    const { random } = this.#story;
    const wanted = this.#pursuit.strike(task.type);
    if (wanted) return wanted;
    const likely = task.type.startsWith('ask') ? share.fault / 4 : share.fault; // questions are many
    if (task.attempt > calmAttempts || !random.chance(likely)) return undefined;
    return random.pick(attemptFaults);
  }

  async #outcomeOf(task: Task, fault: AttemptFault | undefined): Promise<Outcome> {
    const { random, platform } = this.#story;
    const run = (): Promise<Outcome> =>
      platform.run(task).then(
        (result) => ({ result }),
        (error: unknown) => ({ error }),
      );
    if (fault === undefined) return run();
    if (fault === 'worker lost before' || fault === 'late twin') {
      this.#count(lossName(fault, task.type));
      if (fault === 'late twin') this.#twins.push({ ...task });
      return 'lost';
    }
    if (fault === 'worker lost after') {
      this.#count(lossName(fault, task.type));
      await run();
      return 'lost';
    }
    const { struck, value } = await this.#faults.during(fault, random.between(0, 3), run);
    if (struck) this.#count(fault);
    return value;
  }

  /** A worker that was given up does at last what it was asked to do; nobody hears its answer. */
  async #twin(task: Task): Promise<void> {
    this.#isChanged = true;
    this.#twins.splice(this.#twins.indexOf(task), 1);
    this.#story.note(`a late twin of ${task.type}`);
    await this.#story.platform.run(task).catch(() => undefined);
  }

  #advance(to: number): void {
    this.#story.server.now = to;
    this.#story.note('time passes');
  }

  #jump(): void {
    const { random, server, note } = this.#story;
    this.#jumpsLeft--;
    server.now += random.between(1, 96) * hour;
    this.#count('clock jumped');
    note('the clock jumps');
  }

  async #evict(): Promise<void> {
    const { random, server } = this.#story;
    if (server.runs.length === 0) return;
    const run = random.pick(server.runs);
    this.#count('run evicted');
    await run.sandboxed.evict();
  }

  async #giveUp([id, name]: [string, string]): Promise<void> {
    this.#count('client heard nothing');
    this.#story.note(`nobody answers ${name}`);
    await this.#story.requests.giveUp(id, unheard());
  }

  #nameOf(runId: string): string {
    const index = this.#story.server.runs.findIndex((run) => run.runId === runId);
    return `${this.#story.server.runs[index]?.type ?? '?'}#${index}`;
  }
}
