import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../setup/host.ts';
import { isRunning, kill, statOf } from '../setup/processes.ts';

/** A process of ours, so described that a later process with the same number is not taken for it. */
export interface ProcessRecord {
  name: string;
  pid: number;
  /** Clock ticks from boot to its start, and which boot. */
  started: string;
  boot: string;
}

const dying = 5000; // ms that the kernel may need to clear away a killed process

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

function isOurs({ pid, started, boot }: ProcessRecord): boolean {
  return isRunning(pid) && statOf(pid)?.started === started && bootId() === boot;
}

/** Members of a process group whose leader is gone; its number is not given anew while it has one. */
function orphans({ pid, started, boot }: ProcessRecord): number[] {
  if (isRunning(pid) || bootId() !== boot) return [];
  const members = readdirSync('/proc')
    .map(Number)
    .filter((one) => one > 0);
  return members.filter((one) => {
    const member = statOf(one);
    return member?.group === pid && isRunning(one) && Number(member.started) >= Number(started);
  });
}

const livesOn = (record: ProcessRecord): boolean => isOurs(record) || orphans(record).length > 0;

/** True when there was something left of it. */
async function endLeftover(record: ProcessRecord): Promise<boolean> {
  if (!livesOn(record)) return false;
  if (isOurs(record)) kill(-record.pid);
  orphans(record).forEach(kill);
  for (const until = Date.now() + dying; livesOn(record) && Date.now() < until;) await sleep(20);
  return true;
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord;

function save(file: string, name: string, pid: number): void {
  const started = statOf(pid)?.started;
  if (!started) return;
  writeFileSync(`${file}.new`, JSON.stringify({ name, pid, started, boot: bootId() } satisfies ProcessRecord));
  renameSync(`${file}.new`, file); // whole or not at all
}

/** Records of the running processes in the data folder, by which the next start finds what a kill -9 left behind. */
export function createRecords(dataFolder: string) {
  const folder = join(dataFolder, 'run');
  mkdirSync(folder, { recursive: true });
  const fileOf = (name: string) => join(folder, `${name.replaceAll(/\W+/g, '-')}.json`);

  const write = (name: string, pid: number) => save(fileOf(name), name, pid);
  const forget = (name: string) => rmSync(fileOf(name), { force: true });

  function claimant(): number | undefined {
    const file = fileOf('supervisor');
    const record = existsSync(file) ? read(file) : undefined;
    return record && isOurs(record) ? record.pid : undefined;
  }

  return {
    write,
    forget,

    /** Process of the supervisor that has this data folder, while it lives. */
    claimant,

    /** Takes the data folder for this supervisor, or refuses when another one is alive. */
    claim(): void {
      const other = claimant();
      if (other && other !== process.pid) {
        throw new SetupError(
          `The platform runs already from ${dataFolder} (process ${other}). Stop it, or set ENSEMBLE_DATA and the ports for a second one.`,
        );
      }
      write('supervisor', process.pid);
    },

    /** Kills what a former run left behind and waits until it is gone; gives the names. */
    async endLeftovers(): Promise<string[]> {
      const ended: string[] = [];
      for (const file of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
        const record = read(join(folder, file));
        if (record.name === 'supervisor') continue;
        if (await endLeftover(record)) ended.push(record.name);
        forget(record.name);
      }
      return ended;
    },
  };
}

export type Records = ReturnType<typeof createRecords>;
