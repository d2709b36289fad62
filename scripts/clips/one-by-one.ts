import type { Command } from './command.ts';

export type Addition = Exclude<Command, { verb: 'demo' }>;

/** What is added under a ticket of its own. */
export interface Ticketed {
  ticket: string;
  command: Addition;
}

/** The innermost reason: what a process was refused for. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}

/** Adds one after the other; what fails keeps nothing else away. Says what was added and what failed. */
export async function addOneByOne(
  set: readonly Ticketed[],
  add: (one: Ticketed) => Promise<string | undefined>,
): Promise<{ added: string[]; failed: string[] }> {
  const added: string[] = [];
  const failed: string[] = [];
  for (const one of set) {
    try {
      added.push(...[(await add(one)) ?? []].flat());
    } catch (error) {
      failed.push(`${one.command.name} was not taken in: ${reasonOf(error)}`);
    }
  }
  return { added, failed };
}
