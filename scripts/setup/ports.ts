import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { SetupError } from './host.ts';

/** A port and the setting that decides it. */
export interface Port {
  number: number;
  setting: string;
}

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });

const listening = '0A'; // state of a socket in /proc/net/tcp

function inodesOn(port: number): Set<string> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1));
  const fields = rows.map((row) => row.trim().split(/\s+/));
  return new Set(fields.filter((f) => f[1]?.endsWith(`:${hex}`) && f[3] === listening).map((f) => `socket:[${f[9]}]`));
}

function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise; // somebody else's process, or one that ended meanwhile
  }
}

/** Whether one of the process's open files is among the sockets; files close while we look. */
function holds(pid: string, inodes: Set<string>): boolean {
  const files = attempt(() => readdirSync(`/proc/${pid}/fd`), []);
  return files.some((file) => inodes.has(attempt(() => readlinkSync(`/proc/${pid}/fd/${file}`), '')));
}

/** Who listens on the port, as far as this user may see. */
function holder(port: number): string {
  try {
    const inodes = inodesOn(port);
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const pid = pids.find((one) => holds(one, inodes));
    if (!pid) return 'another process';
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim().slice(0, 100);
    return `process ${pid} (${command})`;
  } catch {
    return 'another process';
  }
}

/** Refuses settings that give one port to two of our own processes. */
export function checkDistinct(ports: Port[]): void {
  const known = new Map<number, string>();
  for (const { number, setting } of ports) {
    const other = known.get(number);
    if (other && other !== setting) {
      throw new SetupError(`Port ${number} is given twice: by ${other} and by ${setting}. Change one of them.`);
    }
    known.set(number, setting);
  }
}

/** Refuses to start where somebody else listens; names the port, the setting that moves it and, if visible, the holder. */
export async function checkFree(ports: Port[], host = '127.0.0.1'): Promise<void> {
  const taken: string[] = [];
  for (const { number, setting } of ports) {
    if (await isFree(number, host)) continue;
    taken.push(`Port ${number} (${setting}) is taken by ${holder(number)}. Stop it, or choose another ${setting}.`);
  }
  if (taken.length > 0) throw new SetupError(taken.join('\n'));
}

const blockSize = 16;
const blocks = { first: 15_008, count: 1000 }; // below the range that outgoing connections use

/** Takes a block of ports for this process, until it ends: by a name that the kernel gives to one process at a time. */
const claim = (first: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(`\0ensemble-ports-${first}`, () => resolve(true)).unref();
  });

/** The first of `count` free ports in a row, sixteen at most; nobody else who asks is given one of them. */
export async function findFreePorts(count: number): Promise<number> {
  const start = Math.floor(Math.random() * blocks.count);
  for (let at = 0; at < blocks.count; at++) {
    const first = blocks.first + ((start + at) % blocks.count) * blockSize;
    if (!(await claim(first))) continue;
    const all = Array.from({ length: count }, (_, i) => first + i);
    const free = await Promise.all(all.map((port) => isFree(port, '127.0.0.1')));
    if (free.every(Boolean)) return first;
  }
  throw new SetupError(`There are no ${count} free ports in a row.`);
}
