import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { vfine } from '#api/faces/vfine/face.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { Suggestion } from '#domain/community/suggestion.entity.ts';
import { leaveSuggestion } from '#domain/community/suggestions.ts';
import { KeyedRequest } from '#domain/idempotency/keyed-request.entity.ts';
import { flow } from '#workflows/kernel/flow.ts';
import { buildUser } from './factories.ts';
import type { Given } from './http.ts';
import { buildWorld, type World } from './world.ts';

const process = flow<{ id: string }>({
  type: 'testProcess',
  queue: 'business',
  id: ({ id }) => `test-process:${id}`,
  realm: () => 'vfine',
  summary: () => 'test',
});

interface Stage {
  /** What the handlers do besides their work, before they answer. */
  interrupt(): Promise<void>;
  /** How often a handler ran. */
  runs: number;
}

const Note = z.object({ text: z.string() });

const operationsOn = (stage: Stage) => [
  vfine.route('POST /notes/', {
    summary: 'Writes within a transaction',
    ours: true,
    auth: 'none',
    input: { body: Note },
    output: z.object({ id: z.uuid(), text: z.string() }),
    async handler({ em, body: { text }, newId }) {
      stage.runs++;
      leaveSuggestion(em, { username: 'a', text });
      await em.flush();
      await stage.interrupt();
      return { id: newId(), text };
    },
  }),
  vfine.route('POST /processes/', {
    summary: 'Begins a process',
    ours: true,
    auth: 'user',
    flows: true,
    input: { body: Note },
    output: z.object({ id: z.uuid() }),
    async handler({ flows, newId }) {
      stage.runs++;
      const id = newId();
      await flows.begin(process, { id });
      await stage.interrupt();
      return { id };
    },
  }),
  vfine.route('POST /payments/', {
    summary: 'Moves money',
    ours: true,
    auth: 'user',
    idempotent: 'required',
    output: z.object({}),
    handler: async () => ({}),
  }),
  vfine.raw('POST /files/', {
    summary: 'Answers with long bytes',
    ours: true,
    auth: 'user',
    withoutTransaction: true,
    type: 'application/octet-stream',
    input: { file: 'file', body: z.object({ long: z.string().exactOptional() }) },
    async handler({ file, body: { long } }) {
      stage.runs++;
      return {
        type: 'text/plain',
        body: 'x'.repeat(long ? 300_000 : Math.min(file?.size ?? 0, 10)),
        headers: { 'X-Own': 'a' },
      };
    },
  }),
  vfine.route('POST /doors/', {
    summary: 'Opens a session',
    ours: true,
    auth: 'none',
    status: 204,
    output: z.void(),
    async handler({ session }) {
      stage.runs++;
      await session.open();
    },
  }),
];

/** As a server does that dies before it answers: what was done stays, and nothing is known of an answer. */
export const loseAnswers = async ({ em }: Pick<World, 'em'>): Promise<void> => {
  const none = { answeredAt: null, sealedAnswer: null, claim: null, claimedUntil: null };
  await em().nativeUpdate(KeyedRequest, { answeredAt: { $ne: null } }, none);
};

export const anyKey = (): string => `"${randomUUID()}"`;
export const isReplayed = ({ headers }: { headers: Headers }): string | null => headers.get('idempotency-replayed');

/** A face of operations of every kind, whose handlers a test can hold up or break. */
export async function buildKeyed() {
  let offset = 0;
  const stage: Stage = { interrupt: async () => undefined, runs: 0 };
  let gate = Promise.withResolvers<void>();
  const mend = () => void (stage.interrupt = async () => undefined);
  const clock = { now: () => new Date(Date.now() + offset) };
  const world = await buildWorld({ modules: [{ face: vfine, operations: operationsOn(stage) }], ports: { clock } });
  const user = await buildUser(world, { realm: 'vfine' });
  return {
    ...world,
    stage,
    clock,
    user,
    /** As before the first test. */
    reset(): void {
      mend();
      gate.resolve();
      stage.runs = 0;
      offset = 0;
      world.faults.length = 0;
    },
    forward: (ms: number) => void (offset = ms),
    /** Lets the next requests break down when their work is done. */
    breakWith(error: Error): void {
      stage.interrupt = async () => {
        throw error;
      };
    },
    mend,
    /** Lets the next request wait inside its handler, until it is released or the test is over. */
    hold() {
      const reached = Promise.withResolvers<void>();
      gate = Promise.withResolvers<void>();
      stage.interrupt = () => {
        mend();
        reached.resolve();
        return gate.promise;
      };
      return { reached: reached.promise, release: gate.resolve };
    },
    post: (path: string, given: Given, key: string, who: User | undefined = user) =>
      world.call(who, `POST /vfine/v1${path}`, given, { 'idempotency-key': key }),
    written: (text: string) => world.em().count(Suggestion, { text }),
  };
}
export type Keyed = Awaited<ReturnType<typeof buildKeyed>>;
