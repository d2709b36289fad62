import { drawn, type Plane } from './plane.ts';

/** A number 0…1 for a place, always the same: chance that repeats itself. */
export function chance(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 0x1_0000_0000;
}

function smooth(x: number, y: number, seed: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const [u, v] = [fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)];
  const upper = chance(left, top, seed) * (1 - u) + chance(left + 1, top, seed) * u;
  const lower = chance(left, top + 1, seed) * (1 - u) + chance(left + 1, top + 1, seed) * u;
  return upper * (1 - v) + lower * v;
}

/** Clouds 0…1, mean about a half; the coarsest are `size` px wide, each of the `octaves` half as wide and strong as the one before. */
export const clouds = (width: number, height: number, size: number, octaves: number, seed: number): Plane =>
  drawn(width, height, (x, y) => {
    let [sum, all] = [0, 0];
    for (let octave = 0, gain = 1, step = size; octave < octaves; octave++, gain /= 2, step /= 2) {
      sum += gain * smooth(x / step, y / step, seed + octave);
      all += gain;
    }
    return sum / all;
  });

/** White noise 0…1. */
export const grain = (width: number, height: number, seed: number): Plane =>
  drawn(width, height, (x, y) => chance(x, y, seed));
