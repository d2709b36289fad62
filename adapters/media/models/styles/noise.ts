import { drawn, type Plane } from './plane.ts';

/** A number 0…1 for a place, always the same: chance that repeats itself. */
export function chance(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 0x1_0000_0000;
}

const ease = (t: number): number => t * t * (3 - 2 * t);

/** Chance on the crossings of a grid of `step` px, smooth between them, added to `sum` with a weight. */
function addOctave(sum: Plane, step: number, weight: number, seed: number): void {
  const columns = Math.ceil(sum.width / step) + 2;
  const lattice = grain(columns, Math.ceil(sum.height / step) + 2, seed).data;
  for (let y = 0, i = 0; y < sum.height; y++) {
    const row = Math.floor(y / step);
    const v = ease(y / step - row);
    for (let x = 0; x < sum.width; x++, i++) {
      const column = Math.floor(x / step);
      const u = ease(x / step - column);
      const at = row * columns + column;
      const upper = (lattice[at] ?? 0) * (1 - u) + (lattice[at + 1] ?? 0) * u;
      const lower = (lattice[at + columns] ?? 0) * (1 - u) + (lattice[at + columns + 1] ?? 0) * u;
      sum.data[i] = (sum.data[i] ?? 0) + weight * (upper * (1 - v) + lower * v);
    }
  }
}

/** Clouds 0…1, mean about a half; the coarsest are `size` px wide, each of the `octaves` half as wide and strong as the one before. */
export function clouds(width: number, height: number, size: number, octaves: number, seed: number): Plane {
  const sum = drawn(width, height, () => 0);
  const all = 2 - 2 ** (1 - octaves);
  for (let octave = 0; octave < octaves; octave++)
    addOctave(sum, size / 2 ** octave, 1 / 2 ** octave / all, seed + octave);
  return sum;
}

/** White noise 0…1. */
export const grain = (width: number, height: number, seed: number): Plane =>
  drawn(width, height, (x, y) => chance(x, y, seed));
