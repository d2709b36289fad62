import { setTimeout as sleep } from 'node:timers/promises';
import type { Flows } from '#api/kernel/flows.ts';
import { flowsOf } from './flows.ts';
import type { VirtualServer } from './server.ts';

const patienceMs = 60_000;

interface Open {
  name: string;
  done: boolean;
  /** Resolves when the request waits for a process, or is done. */
  pause: PromiseWithResolvers<void>;
  /** Gives up waiting: the client has heard nothing. */
  giveUp: ((error: Error) => void) | undefined;
}

/** Requests under way. They run one at a time: the next step is chosen only when all of them wait for a process or are done. */
export function createRequests(server: VirtualServer) {
  const open = new Map<string, Open>();
  let turn = Promise.resolve();

  /** Resolves when all that were answered before wait again or are done. */
  function resume(request: Open): Promise<void> {
    request.pause = Promise.withResolvers();
    request.giveUp = undefined;
    const before = turn;
    const { promise } = request.pause;
    turn = before.then(() => promise);
    return before;
  }

  return {
    /** Processes for the request of this id. */
    flowsFor: (id: string): Flows =>
      flowsOf(server, async (wait) => {
        const request = open.get(id);
        if (!request) return wait;
        const given = Promise.withResolvers<never>();
        request.giveUp = given.reject;
        request.pause.resolve();
        try {
          return await Promise.race([wait, given.promise]);
        } finally {
          await resume(request);
        }
      }),

    /** Begins a request; answers when all is quiet again. */
    async begin(id: string, name: string, work: () => Promise<void>): Promise<void> {
      const request: Open = { name, done: false, pause: Promise.withResolvers(), giveUp: undefined };
      open.set(id, request);
      void work().finally(() => {
        request.done = true;
        open.delete(id);
        request.pause.resolve();
      });
      await this.quiet();
    },

    /** Waits until every request waits for a process. */
    async quiet(): Promise<void> {
      for (let before: Promise<void>[] = []; ;) {
        await new Promise(setImmediate); // what was answered in this step goes on first
        const pauses = [...open.values()].map(({ pause }) => pause.promise);
        if (pauses.every((pause, i) => pause === before[i])) return;
        const stuck = sleep(patienceMs, undefined, { ref: false }).then(() => {
          throw new Error(
            `requests neither end nor wait for a process: ${[...open.values()].map(({ name }) => name).join(', ')}`,
          );
        });
        await Promise.race([Promise.all(pauses), stuck]);
        before = pauses;
      }
    },

    /** Names of those that wait. */
    waiting: (): [id: string, name: string][] => [...open].map(([id, { name }]) => [id, name]),

    /** The client has waited long enough: the request fails as one does that no worker answers. */
    async giveUp(id: string, error: Error): Promise<void> {
      const request = open.get(id);
      const reject = request?.giveUp;
      if (!request || !reject) return;
      reject(error);
      await this.quiet();
    },
  };
}
