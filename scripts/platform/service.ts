import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createLogFile, type LogFile } from '#adapters/log-file.ts';
import { kill } from '../setup/processes.ts';
import type { Program } from '../setup/temporal.ts';
import type { Records } from './records.ts';

export interface ServiceOptions {
  name: string;
  program: Program;
  /** Everything the process writes. */
  logFile: string;
  /** The part of a line that a person should see. */
  readable: (line: string) => string | undefined;
  /** Prints a line under the service's name. */
  print: (text: string) => void;
  records: Records;
  /** Told how it ended, with its last lines, whenever it ends by itself. */
  died?: ((how: string) => void) | undefined;
}

const firstDelay = 500; // ms before a dead process starts again, doubled with each death in a row
const longestDelay = 30_000;
const steadyAfter = 20_000; // ms of life after which a death counts as the first
const keptLines = 10;
const logLimit = 10 * 1024 * 1024; // bytes

/** Also what the process started and left behind, such as an ffmpeg: it leads a process group of its own. */
function killGroup(pid: number | undefined): void {
  if (pid) kill(-pid);
}

/** Keeps one process running: starts it again when it dies, ever more slowly when it keeps dying. */
export class Service {
  readonly name: string;
  readonly #options: ServiceOptions;
  readonly #log: LogFile;
  #child: ChildProcess | undefined;
  #again: NodeJS.Timeout | undefined;
  #deaths = 0;
  #last: string[] = [];
  #isStopping = false;

  constructor(options: ServiceOptions) {
    this.name = options.name;
    this.#options = options;
    this.#log = createLogFile(options.logFile, logLimit);
  }

  start(): void {
    const { program } = this.#options;
    const { command, args, cwd, env } = program;
    const started = Date.now();
    // A group of its own: a Ctrl-C in the terminal must reach the supervisor only, which then ends all in order.
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    child.once('error', (error) => this.#onEnd(started, error.message));
    child.once('exit', (code, signal) => this.#onEnd(started, signal ?? `exit ${code}`));
    child.once('close', (code, signal) => this.#tellOfDeath(signal ?? `exit ${code}`)); // all is written by then
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => this.#take(line));
    if (child.pid) this.#record(child.pid);
  }

  /** Asks it to end and waits; after `grace` ms it is killed. */
  async stop(grace: number): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#again);
    const child = this.#child;
    if (child) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const timer = setTimeout(() => killGroup(child.pid), grace);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(timer);
    }
    this.#log.close();
  }

  kill(): void {
    this.#isStopping = true;
    clearTimeout(this.#again);
    killGroup(this.#child?.pid);
  }

  /** On a full disk it runs unrecorded: better than not at all. */
  #record(pid: number): void {
    const { records, print } = this.#options;
    try {
      records.write(this.name, pid);
    } catch (error) {
      print(`runs as ${pid}, which could not be written down: ${String(error)}`);
    }
  }

  #take(line: string): void {
    this.#log.write(`${line}\n`);
    const text = this.#isStopping ? undefined : this.#options.readable(line);
    this.#last = [...this.#last, text ?? line].slice(-keptLines);
    if (text) this.#options.print(text);
  }

  #tellOfDeath(outcome: string): void {
    const { name, died, logFile } = this.#options;
    if (!this.#isStopping) died?.([`${name} ended (${outcome}); log: ${logFile}`, ...this.#last].join('\n'));
  }

  #onEnd(started: number, outcome: string): void {
    const { records, print, logFile } = this.#options;
    killGroup(this.#child?.pid);
    records.forget(this.name);
    this.#child = undefined;
    if (this.#isStopping) return;
    this.#deaths = Date.now() - started > steadyAfter ? 1 : this.#deaths + 1;
    const delay = Math.min(longestDelay, firstDelay * 2 ** (this.#deaths - 1));
    print(`ended (${outcome}), starts again in ${delay / 1000} s; log: ${logFile}`);
    this.#again = setTimeout(() => this.start(), delay);
  }
}
