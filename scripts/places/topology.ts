import type { Feature, Point } from './source.ts';

/** A piece of border and the counties on its sides: two, or one at coasts and abroad; more where the source overlaps. */
export interface Arc {
  counties: number[];
  points: Point[];
}

const width = 2 ** 18; // cells; more than 180 degrees have
const keyOf = ([x, y]: Point): number => y * width + x;
const pointOf = (key: number): Point => [key % width, Math.floor(key / width)];

/** Steps between neighbouring points, with the counties they bound. A step that a county walks twice is no border of it. */
function stepsOf(features: readonly Pick<Feature, 'rings'>[]): Map<number, Map<number, Set<number>>> {
  const steps = new Map<number, Map<number, Set<number>>>(); // from lesser key to greater key
  features.forEach(({ rings }, county) => {
    for (const ring of rings)
      ring.forEach((point, i) => {
        const [a, b] = [keyOf(point), keyOf(ring[(i + 1) % ring.length] ?? point)];
        if (a === b) return;
        const [from, to] = a < b ? [a, b] : [b, a];
        const ends = steps.get(from) ?? new Map<number, Set<number>>();
        steps.set(from, ends);
        const sides = ends.get(to) ?? new Set<number>();
        ends.set(to, sides);
        if (!sides.delete(county)) sides.add(county);
      });
  });
  return steps;
}

interface Step {
  to: number;
  sides: string; // the counties, joined
  isDone: boolean;
}

/** Both directions of every step, found from either end. */
function neighbours(features: readonly Pick<Feature, 'rings'>[]): Map<number, Map<number, Step>> {
  const nodes = new Map<number, Map<number, Step>>();
  const add = (from: number, to: number, sides: string): void => {
    const ends = nodes.get(from) ?? new Map<number, Step>();
    nodes.set(from, ends);
    ends.set(to, { to, sides, isDone: false });
  };
  for (const [from, ends] of stepsOf(features))
    for (const [to, counties] of ends) {
      if (counties.size === 0) continue;
      const sides = [...counties].toSorted((a, b) => a - b).join();
      add(from, to, sides);
      add(to, from, sides);
    }
  return nodes;
}

/** Cuts all borders where three or more meet: each piece is then shared whole, and may be simplified without a gap. */
export function arcsOf(features: readonly Pick<Feature, 'rings'>[]): Arc[] {
  const nodes = neighbours(features);
  const isThrough = (key: number): boolean => {
    const ends = [...(nodes.get(key)?.values() ?? [])];
    return ends.length === 2 && ends[0]?.sides === ends[1]?.sides;
  };
  const arcs: Arc[] = [];
  const walk = (start: number, first: Step): void => {
    const points = [pointOf(start)];
    let [at, step]: [number, Step | undefined] = [start, first];
    while (step !== undefined && !step.isDone) {
      step.isDone = true;
      const back = nodes.get(step.to)?.get(at);
      if (back) back.isDone = true;
      at = step.to;
      points.push(pointOf(at));
      step = isThrough(at) ? [...(nodes.get(at)?.values() ?? [])].find(({ isDone }) => !isDone) : undefined;
    }
    arcs.push({ counties: first.sides.split(',').map(Number), points });
  };
  for (const wanted of [false, true])
    // pieces between meeting points, then the closed loops that are left
    for (const [key, ends] of nodes)
      if (isThrough(key) === wanted) for (const step of ends.values()) if (!step.isDone) walk(key, step);
  return arcs;
}

function awayFrom([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}

/** Douglas and Peucker's simplification: no point left out lies farther than `tolerance` cells from the line. */
export function simplified(points: readonly Point[], tolerance: number): Point[] {
  const keeps = new Set([0, points.length - 1]);
  const open: [number, number][] = [[0, points.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    const [a, b] = [points[from], points[to]];
    if (a === undefined || b === undefined) continue;
    let [worst, at] = [tolerance, -1];
    for (let i = from + 1; i < to; i++) {
      const away = awayFrom(points[i] ?? a, a, b);
      if (away > worst) [worst, at] = [away, i];
    }
    if (at === -1) continue;
    keeps.add(at);
    open.push([from, at], [at, to]);
  }
  return points.filter((_, i) => keeps.has(i));
}
