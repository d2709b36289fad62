import type { QueryDefinition, SignalDefinition, UpdateDefinition } from '@temporalio/common';
import type { Flows } from '#api/kernel/flows.ts';
import { recordedName, type Flow } from '#workflows/kernel/flow.ts';
import { notRunning, type Run, type VirtualServer } from './server.ts';

/** Processes as a request uses them; `park` is told whenever the request waits for one. */
export function flowsOf(server: VirtualServer, park: <T>(wait: Promise<T>) => Promise<T>): Flows {
  const running = (id: string): Run => {
    const run = server.open(id);
    if (!run) throw notRunning();
    return run;
  };
  return {
    async begin<I, R>(flow: Flow<I, R>, input: I): Promise<void> {
      const run = server.start(flow.type, flow.id(input), [input], { requestId: 'simulated' });
      await park(server.update(run, recordedName, []));
    },
    update: async <T, A extends unknown[]>(id: string, { name }: UpdateDefinition<T, A>, ...args: A) =>
      (await park(server.update(running(id), name, args))) as T,
    signal: async <A extends unknown[]>(id: string, { name }: SignalDefinition<A>, ...args: A) =>
      server.signal(running(id), name, args),
    query: async <T>(id: string, { name }: QueryDefinition<T>) => {
      const run = server.latest(id);
      return run && ((await run.sandboxed.query(name, server.now).catch(() => undefined)) as T | undefined);
    },
    settles: async (id) => !server.open(id),
    isRunning: async (id) => Boolean(server.open(id)),
    list: async () => ({ items: [], total: 0 }),
  };
}
