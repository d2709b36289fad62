import { openSession } from '#domain/accounts/sessions.ts';
import { User } from '#domain/accounts/user.entity.ts';
import type { Role } from '#domain/shared/actor.ts';
import { send, type Reply } from '#tests/kit/http.ts';
import type { SimulatedPlatform, Stage } from './platform.ts';
import { createRandom, type Random } from './random.ts';
import { createRequests } from './requests.ts';
import { VirtualServer } from './server.ts';

const beginning = Date.UTC(2026, 10, 2, 1); // every story begins on the same Monday morning in China
const sessionDays = 100_000; // clocks jump; sessions are not what is looked at

/** Something that may happen now. */
export interface Act {
  name: string;
  run(): Promise<void>;
}

interface Asked {
  who?: User;
  endpoint: string;
  body?: Record<string, unknown> | URLSearchParams;
  headers?: Record<string, string>;
}

/** One told story: its choices, its server, what was seen so far. */
export async function openStory(
  platform: SimulatedPlatform,
  seed: number,
  stageOf: (now: () => number, random: Random) => Omit<Stage, 'clock'>,
) {
  const random = createRandom(seed);
  const server = new VirtualServer(platform.sandbox, random, beginning);
  const requests = createRequests(server);
  const trace: string[] = [];
  const tokens = new Map<number, string>();
  const stage = { ...stageOf(() => server.now, random), clock: { now: () => new Date(server.now) } };
  await platform.reset(stage, requests.flowsFor);
  let asked = 0;

  const note = (line: string): void => void trace.push(`${new Date(server.now).toISOString()} ${line}`);

  async function tokenOf(user: User): Promise<string> {
    const known = tokens.get(user.id);
    if (known) return known;
    const em = platform.orm.em.fork();
    const { token } = openSession(em, user.realm, em.getReference(User, user.id), sessionDays);
    await em.flush();
    tokens.set(user.id, token);
    return token;
  }

  return {
    seed,
    random,
    server,
    requests,
    trace,
    note,
    em: () => platform.orm.em.fork(),
    platform,

    async person(name: string, fields: Partial<Pick<User, 'type' | 'musicianType'>> & { roles?: Role[] } = {}) {
      const { roles = [], ...rest } = fields;
      const em = platform.orm.em.fork();
      const realm = roles.length > 0 ? 'ops' : 'vfine';
      const account = { uuid: random.uuid(), realm, uname: name, phone: null, email: `${name}@example.org` } as const;
      const user = em.create(User, { ...account, roles, passwordHash: 'none', ...rest });
      await em.flush();
      await tokenOf(user);
      return user;
    },

    /** Begins a request and goes on; `heard` gets the answer, whenever that is. */
    async ask(name: string, { who, endpoint, body, headers }: Asked, heard?: (reply: Reply) => void): Promise<void> {
      const id = `request-${String(++asked).padStart(4, '0')}`;
      const authorization = who && `Bearer ${await tokenOf(who)}`;
      note(`asks ${name}`);
      await requests.begin(id, name, async () => {
        const sent = { 'x-request-id': id, ...(authorization && { authorization }), ...headers };
        const reply = await send(platform.base, endpoint, body, sent);
        const { code } = reply.body as { code?: string };
        note(`answered ${name}: ${reply.status}${code ? ` ${code}` : ''}`);
        heard?.(reply);
      });
    },
  };
}
export type Story = Awaited<ReturnType<typeof openStory>>;
