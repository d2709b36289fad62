import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { Postgres } from '../setup/postgres.ts';
import { seconds } from '../setup/steps.ts';
import type { Program } from '../setup/temporal.ts';
import { paint } from './log-lines.ts';
import type { Records } from './records.ts';
import { Service } from './service.ts';

const colours: Record<string, number> = { api: 36, worker: 32, media: 35, temporal: 34, ui: 34, postgres: 34 };
const watchEvery = 500; // ms
const grace = 30_000; // ms for running work to end; workers give up theirs before

type Readable = (line: string) => string | undefined;

const printAs = (name: string) => (text: string) => {
  const time = new Date().toTimeString().slice(0, 8);
  console.log(`${paint(2, time)} ${paint(colours[name], name.padEnd(8))} ${text}`);
};

/** Starts again a PostgreSQL that died; it is no child of ours, so that it outlives a supervisor that is killed. */
function watchPostgres(postgres: Postgres): () => void {
  const print = printAs('postgres');
  let isBusy = false;
  const check = async (): Promise<void> => {
    if (isBusy || postgres.isAlive()) return;
    isBusy = true;
    print('ended, starts again');
    await postgres.start().then(
      () => print('runs again'),
      (error: unknown) => print(String(error)),
    );
    isBusy = false;
  };
  const timer = setInterval(() => void check(), watchEvery);
  return () => clearInterval(timer);
}

async function farewell(name: string, work: Promise<void>): Promise<void> {
  const started = Date.now();
  await work;
  console.log(`✓ ${name} stopped (${seconds(Date.now() - started)})`);
}

/** Everything that runs, in the order it started; it stops the other way round. */
export class Supervisor {
  readonly #dataFolder: string;
  readonly #records: Records;
  readonly #stages: Service[][] = [];
  #postgres: Promise<{ server: Postgres; unwatch: () => void } | undefined> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(dataFolder: string, records: Records) {
    this.#dataFolder = dataFolder;
    this.#records = records;
  }

  /** Starts services that stop together, before those that started earlier; nothing where all is being stopped. `died` is told how one ended by itself. */
  start(programs: Record<string, Program>, readable: Readable, died?: (how: string) => void): void {
    if (this.#stopping) return;
    const stage = Object.entries(programs).map(
      ([name, program]) =>
        new Service({
          name,
          program,
          readable,
          records: this.#records,
          print: printAs(name),
          logFile: join(this.#dataFolder, 'logs', `${name}.log`),
          died,
        }),
    );
    this.#stages.push(stage);
    for (const service of stage) service.start();
  }

  /** Keeps a PostgreSQL running that is being started; it is stopped last, also where it comes up meanwhile. */
  watch(starting: Promise<Postgres>): void {
    this.#postgres = starting.then(
      (server) => ({ server, unwatch: watchPostgres(server) }),
      () => undefined,
    );
  }

  /** Drains and stops everything, once. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  /** Ends everything at once. */
  async kill(): Promise<void> {
    for (const service of this.#stages.flat()) service.kill();
    const stopPostgres = async (): Promise<void> => {
      const postgres = await this.#postgres;
      postgres?.unwatch();
      await postgres?.server.stop('immediate');
    };
    await Promise.race([stopPostgres(), sleep(3000)]);
    this.#records.forget('supervisor');
  }

  async #stopAll(): Promise<void> {
    for (const stage of this.#stages.toReversed()) {
      await Promise.all(stage.map((service) => farewell(service.name, service.stop(grace))));
    }
    const postgres = await this.#postgres;
    if (postgres) {
      postgres.unwatch();
      await farewell('postgres', postgres.server.stop('fast'));
    }
    this.#records.forget('supervisor');
  }
}
