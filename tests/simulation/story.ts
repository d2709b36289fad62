import { refusalIn } from '#adapters/temporal/refusal.ts';
import { send, type Reply } from '#tests/kit/http.ts';
import { createPeople } from './people.ts';
import type { SimulatedPlatform, Stage } from './platform.ts';
import { createRandom, type Random } from './random.ts';
import { createRequests } from './requests.ts';
import { VirtualServer } from './server.ts';
import type { Asked, Processes, Telling } from './telling.ts';

const beginning = Date.UTC(2026, 10, 2, 1); // every story begins on the same Monday morning in China

/** The processes on the virtual server. */
const processesOf = (server: VirtualServer): Processes => ({
  open: async () =>
    server.runs
      .filter(({ status }) => status === 'open')
      .map(({ workflowId, shown }) => ({ workflowId, waitsFor: shown['WaitingFor'] ?? shown['Deadline'] })),
  async latest(workflowId, query) {
    const run = server.latest(workflowId);
    if (run?.status !== 'open') return run && { status: run.status, state: run.result };
    const answer = (await run.sandboxed.query(query, server.now)) as { state: unknown };
    return { status: run.status, state: answer.state };
  },
  failed: async () =>
    server.runs
      .filter(({ status, result }) => status === 'failed' && !refusalIn(result))
      .map(({ workflowId, result }) => ({ workflowId, why: String(result) })),
  begin: async ({ id, type }) => void (server.open(id()) ?? server.start(type, id(), [])),
  async signal(workflowId, { name }, input) {
    const run = server.open(workflowId);
    if (run) server.signal(run, name, [input]);
  },
  async cancel(workflowId) {
    const run = server.open(workflowId);
    if (run) server.cancel(run);
  },
});

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
  const em = () => platform.orm.em.fork();
  const { person, tokenOf } = createPeople(em, random);
  const stage = { ...stageOf(() => server.now, random), clock: { now: () => new Date(server.now) } };
  await platform.reset(stage, requests.flowsFor);
  let asked = 0;

  const note = (line: string): void => void trace.push(`${new Date(server.now).toISOString()} ${line}`);

  return {
    seed,
    random,
    server,
    requests,
    trace,
    note,
    em,
    person,
    place: platform.adapters,
    processes: processesOf(server),
    platform,

    /** Begins a request and goes on; what whoever asked does with the answer belongs to it. */
    async ask(
      name: string,
      { who, endpoint, body, headers }: Asked,
      hear?: (reply: Reply) => Promise<void>,
    ): Promise<void> {
      const id = `request-${String(++asked).padStart(4, '0')}`;
      const authorization = who && `Bearer ${await tokenOf(who)}`;
      note(`asks ${name}`);
      await requests.begin(id, name, async () => {
        const sent = { 'x-request-id': id, ...(authorization && { authorization }), ...headers };
        const reply = await send(platform.base, endpoint, body, sent);
        const { code } = reply.body as { code?: string };
        note(`answered ${name}: ${reply.status}${code ? ` ${code}` : ''}`);
        await hear?.(reply);
      });
    },
  } satisfies Telling & Record<string, unknown>;
}
export type Story = Awaited<ReturnType<typeof openStory>>;
