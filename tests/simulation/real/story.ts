import { setTimeout as sleep } from 'node:timers/promises';
import { send } from '#tests/kit/http.ts';
import { createPeople } from '../people.ts';
import { createRandom } from '../random.ts';
import type { Asked, Telling } from '../telling.ts';
import type { RealStage } from './stage.ts';

const mostTries = 6;
const pauseMs = 3000;

/** One story on real processes: its choices and what was seen so far, which `say` is told at once. */
export function openRealStory(stage: RealStage, seed: number, say: (line: string) => void) {
  const { platform, orm, processes } = stage;
  const random = createRandom(seed);
  const began = Date.now();
  const trace: string[] = [];
  const injected = new Map<string, number>();
  const em = () => orm.em.fork();
  const { person, tokenOf } = createPeople(em, random);
  function note(event: string): void {
    const line = `${((Date.now() - began) / 1000).toFixed(1)} s ${event}`;
    trace.push(line);
    say(line);
  }
  /** Something has gone wrong that was meant to. */
  function count(fault: string): void {
    injected.set(fault, (injected.get(fault) ?? 0) + 1);
    note(`! ${fault}`);
  }

  return {
    random,
    trace,
    injected,
    note,
    count,
    em,
    processes,
    place: { orm, secrets: platform.secrets() },
    person: (name, looks) => person(`${name}-${seed}`, looks), // the stories of a run share a database

    /** Asks, and asks again under the same key as long as there is no answer. */
    async ask(name: string, { who, endpoint, body, headers }: Asked): Promise<void> {
      const authorization = who && `Bearer ${await tokenOf(who)}`;
      note(`asks ${name}`);
      for (let tries = 1; ; tries++) {
        const sent = { ...(authorization && { authorization }), ...headers };
        const reply = await send(platform.origin, endpoint, body, sent).catch(() => undefined);
        const { code } = (reply?.body ?? {}) as { code?: string };
        note(`${reply ? 'answered' : 'nobody answers'} ${name}: ${reply?.status ?? ''} ${code ?? ''}`);
        const isUnheard = !reply || reply.status >= 500 || code === 'idempotency_key_in_use';
        if (!isUnheard || !headers || tries === mostTries) return;
        count('client heard nothing, asked again');
        await sleep(pauseMs);
      }
    },
  } satisfies Telling & Record<string, unknown>;
}
export type RealStory = ReturnType<typeof openRealStory>;
