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
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value / middle.length, 0);
};

interface Pair {
  floor: Cost;
  candidate: Cost;
}

/** Floor and candidate by turns, so that whatever else the machine does meets both. */
export async function byTurns(
  runs: number,
  floor: () => Promise<unknown>,
  candidate: () => Promise<unknown>,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let i = 0; i < runs; i++) pairs.push({ floor: await costOf(floor), candidate: await costOf(candidate) });
  return pairs;
}

/** Medians; ratios are those of the pairs. */
export function ratiosOf(pairs: readonly Pair[]) {
  const of = (part: (pair: Pair) => number) => median(pairs.map(part));
  return {
    floorWall: of(({ floor }) => floor.wall),
    wall: of(({ candidate }) => candidate.wall),
    wallRatio: of(({ floor, candidate }) => candidate.wall / floor.wall),
    floorCpu: of(({ floor }) => floor.cpu),
    cpu: of(({ candidate }) => candidate.cpu),
    cpuRatio: of(({ floor, candidate }) => candidate.cpu / floor.cpu),
  };
}

export const goalOf = (name: string, seen: number, limit: number) => ({ name, seen, limit, isMet: seen <= limit });

/** Shows a row and what became of the goals. */
export function printed(row: Record<string, number>, verdict: ReturnType<typeof goalOf>[]): void {
  console.table([Object.fromEntries(Object.entries(row).map(([k, v]) => [k, Number(v.toFixed(3))]))]);
  console.table(verdict);
}
