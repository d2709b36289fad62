import { readdirSync, readFileSync } from 'node:fs';

export interface Cost {
  wall: number; // s
  cpu: number; // s, user and system, with all processes started
}

const ticks = 100; // USER_HZ of Linux

/** CPU seconds of this process and of all its ended children. */
function cpuSpent(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return (userCPUTime + systemCPUTime) / 1e6 + (Number(fields[13]) + Number(fields[14])) / ticks;
}

/** Runs work and says what it cost this process and its children. */
export async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const [began, spent] = [performance.now(), cpuSpent()];
  await work();
  return { wall: (performance.now() - began) / 1000, cpu: cpuSpent() - spent };
}

function childrenOf(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(name) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

function parentOf(pid: string): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // the process has ended
  }
}

/** Memory of a process and its children in MB, pages shared with others counted in part (PSS). */
export function memoryOf(pid: number): number {
  const children = childrenOf();
  const sum = (one: number): number => {
    const own = Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${one}/smaps_rollup`) ?? '')?.[1] ?? 0);
    return own + (children.get(one) ?? []).reduce((all, child) => all + sum(child), 0);
  };
  return sum(pid) / 1024;
}

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
};
