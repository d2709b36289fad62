import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#api/app.ts';
import type { Flows } from '#api/kernel/flows.ts';
import type { FaceModule } from '#api/kernel/mount.ts';
import type { Ports } from '#api/kernel/ports.ts';
import { limitRate, type RateName } from '#api/kernel/rates.ts';
import { repeat } from '#api/kernel/repeat.ts';
import { turnstile } from '#api/kernel/turnstile.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { createTestDatabase } from './database.ts';
import { createFakeFlows } from './fake-flows.ts';
import { browserAt, send, type Given, type Reply } from './http.ts';
import { buildPorts, captchaAnswer } from './ports.ts';
import { createTokens } from './tokens.ts';

export interface WorldOptions {
  modules: readonly FaceModule[];
  /** Real processes in place of the fake ones. */
  flows?: Flows;
  ports?: Partial<Omit<Ports, 'settings'>>;
  settings?: Partial<Ports['settings']>;
  hosts?: Record<string, string>;
  allowedOrigins?: string[];
  trustProxy?: boolean;
}

/** A platform for one test file: its own database and storage folder, the real application over HTTP, fake processes. */
export async function buildWorld({
  modules,
  hosts = {},
  allowedOrigins = [],
  trustProxy = false,
  ...options
}: WorldOptions) {
  const database = await createTestDatabase();
  const { orm } = database;
  const folder = await mkdtemp(join(tmpdir(), 'ensemble-world-'));
  const ports = buildPorts(folder, options.ports, options.settings);
  const flows = createFakeFlows();
  const faults: unknown[] = [];
  const app = createApp({
    modules,
    hosts,
    dependencies: [],
    pages: [],
    trustProxy,
    log: { info: () => undefined },
    world: {
      fork: () => orm.em.fork(),
      turn: turnstile(6),
      repeat,
      flowsFor: () => options.flows ?? flows,
      ports,
      allowedOrigins,
      publicOrigin: undefined,
      report: (error) => void faults.push(error),
    },
  });
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  server.keepAliveTimeout = 0; // a test that has kept this thread busy must not find its connection closed
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const tokenOf = createTokens(() => orm.em.fork());

  return {
    orm,
    ports,
    flows,
    /** Faults that the application reported; a test that provoked some empties it. */
    faults,
    base,
    captchaAnswer,
    /** A fresh unit of work. */
    em: () => orm.em.fork(),
    browser: () => browserAt(base),
    tokenOf,
    /** Asks as this user, or as nobody; `endpoint` is `METHOD /path`. */
    async call(
      who: User | undefined,
      endpoint: string,
      given?: Given,
      headers: Record<string, string> = {},
    ): Promise<Reply> {
      const authorization = who && `Bearer ${await tokenOf(who)}`;
      return send(base, endpoint, given, { ...(authorization && { authorization }), ...headers });
    },
    /** As if this address had tried so often just now. */
    async tried(rate: RateName, times: number, address = '127.0.0.1'): Promise<void> {
      for (let time = 0; time < times; time++) await limitRate(rate, orm.em, ports, address);
    },
    /** Ends it; fails where the application has reported a fault that no test provoked. */
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.drop();
      await rm(folder, { recursive: true, force: true });
      if (faults.length > 0) throw new AggregateError(faults, 'requests failed by a fault');
    },
  };
}
export type World = Awaited<ReturnType<typeof buildWorld>>;

/** Names that no other row of the database has. */
export const unique = (prefix: string): string => `${prefix}${randomBytes(6).toString('hex')}`;
