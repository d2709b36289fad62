import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { SignalDefinition } from '@temporalio/common';
import type { User } from '#domain/accounts/user.entity.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { Flow } from '#workflows/kernel/flow.ts';
import type { Looks } from './people.ts';
import type { Random } from './random.ts';

/** Something that may happen now. */
export interface Act {
  name: string;
  run(): Promise<void>;
}

export interface Asked {
  who?: User;
  endpoint: string;
  body?: Record<string, unknown> | URLSearchParams;
  headers?: Record<string, string>;
}

/** The processes of a story, as the server that runs them knows them. */
export interface Processes {
  /** Those that are open, and whom or what moment each waits for. */
  open(): Promise<{ workflowId: string; waitsFor: unknown }[]>;
  /** The last run of an id: how it ended (cancelled: without a state), or while it is open the `state` that it answers to a query. */
  latest(workflowId: string, query: string): Promise<{ status: string; state: unknown } | undefined>;
  /** Those that have failed otherwise than by the refusal that whoever began them was told, and why. */
  failed(): Promise<{ workflowId: string; why: string }[]>;
  /** Begins a process of which there is one, unless it is open. */
  begin(flow: Flow<void>): Promise<void>;
  /** An operator sends a signal to a run, if it is open. */
  signal(workflowId: string, signal: SignalDefinition<[unknown]>, input: unknown): Promise<void>;
  /** An operator cancels a run, if it is open. */
  cancel(workflowId: string): Promise<void>;
}

/** A story as its people and its judges see it: the same on the virtual server and on real processes. */
export interface Telling {
  random: Random;
  processes: Processes;
  /** What was there before the story began is written here. */
  place: { orm: MikroORM; secrets: Secrets };
  em(): EntityManager;
  note(line: string): void;
  /** Somebody new, who is logged in. */
  person(name: string, looks?: Looks): Promise<User>;
  ask(name: string, asked: Asked): Promise<void>;
}
