import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Flows } from '#api/kernel/flows.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Flow } from '#workflows/kernel/flow.ts';

interface Run {
  type: string;
  id: string;
  runId: string;
  input: unknown;
}

type Opening = (input: unknown, run: Run) => Promise<void>;
type Answer = (...args: unknown[]) => unknown;

const keyOf = (id: string, name: string): string => `${id} ${name}`;

/** Processes that only open: what a route began, and answers that a test has laid ready. No server, no time. */
export function createFakeFlows() {
  const openings = new Map<string, Opening>();
  const answers = new Map<string, Answer>();
  const running = new Map<string, Run>();
  const begun: Run[] = [];
  const waiting: string[] = [];
  const told: { id: string; name: string; args: unknown[] }[] = [];

  function ask(id: string, name: string, args: unknown[]): unknown {
    if (!running.has(id)) throw new DomainError('conflict', 'not_running');
    told.push({ id, name, args });
    return answers.get(keyOf(id, name))?.(...args);
  }

  const flows: Flows = {
    async begin(flow, input) {
      const run = { type: flow.type, id: flow.id(input), runId: randomUUID(), input };
      if (running.has(run.id)) throw new DomainError('conflict', 'already_running');
      running.set(run.id, run);
      try {
        await openings.get(flow.type)?.(input, run);
      } catch (error) {
        running.delete(run.id);
        throw error;
      }
      begun.push(run);
    },
    update: async (id, { name }, ...args) => ask(id, name, args) as never,
    signal: async (id, { name }, ...args) => void ask(id, name, args),
    query: async (id, { name }) => answers.get(keyOf(id, name))?.() as never,
    async settles(id, ms) {
      waiting.push(id);
      const until = Date.now() + ms;
      while (running.has(id) && Date.now() < until) await sleep(10);
      waiting.splice(waiting.indexOf(id), 1);
      return !running.has(id);
    },
    isRunning: async (id) => running.has(id),
    list: async (_realm, { offset, limit }) => {
      const closed = { status: 'COMPLETED', stage: '', startedAt: new Date(), closedAt: new Date() };
      const all = begun
        .toReversed()
        .map(({ id, type }) =>
          running.has(id) ? { ...closed, id, type, status: 'RUNNING', closedAt: undefined } : { ...closed, id, type },
        );
      return { items: all.slice(offset, offset + limit), total: all.length };
    },
  };

  return {
    ...flows,
    begun,
    told,
    /** How many wait for the end of a process just now. */
    waitersOf: (id: string): number => waiting.filter((one) => one === id).length,
    /** What the first activity of a process records when a route begins it. */
    onBegin<I, R>(flow: Flow<I, R>, opening: (input: I, run: Run) => Promise<void>): void {
      openings.set(flow.type, opening as Opening);
    },
    /** What a process answers to a query or update. */
    answer(id: string, { name }: { name: string }, answer: Answer): void {
      answers.set(keyOf(id, name), answer);
    },
    /** Ends a process, as a crash or its own end would. */
    end: (id: string): boolean => running.delete(id),
    forget(): void {
      running.clear();
      answers.clear();
      begun.length = 0;
      told.length = 0;
    },
  };
}
