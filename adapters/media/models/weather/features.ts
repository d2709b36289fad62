import type { Pixels } from '../../pictures/opening.ts';
import { skyOf } from './sky.ts';

/** Side of the square that pictures are shrunk to fit before they are looked at, px; details have their size by it. */
export const featureSide = 256;

const bands = 3; // sky, middle, ground
const directions = 8;

interface Planes {
  width: number;
  height: number;
  luma: Float32Array; // all 0…1
  saturation: Float32Array;
  blueness: Float32Array; // blue less red
  darkest: Float32Array; // least channel
  greenness: Float32Array; // green less the mean of red and blue
}

function planesOf({ data, width, height }: Pixels): Planes {
  const size = width * height;
  const [luma, saturation, blueness] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
  const [darkest, greenness] = [new Float32Array(size), new Float32Array(size)];
  for (let i = 0; i < size; i++) {
    const [r, g, b] = [(data[3 * i] ?? 0) / 255, (data[3 * i + 1] ?? 0) / 255, (data[3 * i + 2] ?? 0) / 255];
    const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
    luma[i] = 0.299 * r + 0.587 * g + 0.114 * b;
    saturation[i] = most === 0 ? 0 : (most - least) / most;
    blueness[i] = b - r;
    darkest[i] = least;
    greenness[i] = g - (r + b) / 2;
  }
  return { width, height, luma, saturation, blueness, darkest, greenness };
}

/** Mean and spread of a part of a plane. */
function summary(plane: Float32Array): number[] {
  if (plane.length === 0) return [0, 0];
  const mean = plane.reduce((sum, value) => sum + value, 0) / plane.length;
  return [mean, Math.sqrt(plane.reduce((sum, value) => sum + (value - mean) ** 2, 0) / plane.length)];
}

/** The 10th and the 90th of a hundred. */
function ends(plane: Float32Array): number[] {
  const sorted = plane.toSorted();
  return [0.1, 0.9].map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
}

/** The sky and the ground apart: how much sky there is, then brightness, saturation, tint and haze of both. */
function skyAndGround(pixels: Pixels, planes: Planes): number[] {
  const { is } = skyOf(pixels);
  const share = is.reduce((sum, one) => sum + one, 0) / is.length;
  const of = (wanted: number): number[] =>
    [planes.luma, planes.saturation, planes.blueness, planes.darkest].flatMap((plane) => {
      const part = plane.filter((_, i) => is[i] === wanted);
      return [...summary(part), ...ends(part)];
    });
  return [share, ...of(1), ...of(0)];
}

/** Shares of blue, of white and of grey, of shadow and of green in a band. */
function shares({ luma, saturation, blueness, greenness }: Planes, from: number, to: number): number[] {
  const counts = [0, 0, 0, 0, 0];
  const count = (k: number, is: boolean): void => void (counts[k] = (counts[k] ?? 0) + (is ? 1 : 0));
  for (let i = from; i < to; i++) {
    const [l, s, b, g] = [luma[i] ?? 0, saturation[i] ?? 0, blueness[i] ?? 0, greenness[i] ?? 0];
    count(0, b > 0.12 && s > 0.2 && l > 0.2);
    count(1, l > 0.8 && s < 0.15);
    count(2, s < 0.18 && l > 0.25 && l <= 0.8);
    count(3, l < 0.18);
    count(4, g > 0.04);
  }
  return counts.map((one) => one / Math.max(1, to - from));
}

/** Strength of edges, of fine detail, of specks brighter than their surroundings, and where edges point. */
function texture({ luma, width, height }: Planes, top: number, bottom: number): number[] {
  const [first, last] = [Math.max(1, top), Math.min(height - 1, bottom)];
  const toward = new Float64Array(directions);
  let [edges, detail, specks, streaks, count] = [0, 0, 0, 0, 0];
  for (let y = first; y < last; y++)
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const [here, left, right] = [luma[i] ?? 0, luma[i - 1] ?? 0, luma[i + 1] ?? 0];
      const [above, under] = [luma[i - width] ?? 0, luma[i + width] ?? 0];
      const [dx, dy] = [right - left, under - above];
      const strength = Math.hypot(dx, dy);
      const turn = ((Math.atan2(dy, dx) + Math.PI) / Math.PI) % 1; // an edge and its opposite are the same
      const k = Math.floor(turn * directions) % directions;
      toward[k] = (toward[k] ?? 0) + strength;
      edges += strength;
      detail += Math.abs(4 * here - left - right - above - under);
      if (here - Math.max(left, right, above, under) > 0.03) specks++;
      if (Math.min(here - left, here - right) > 0.02 && Math.abs(under - above) < 0.02) streaks++;
      count++;
    }
  const n = Math.max(1, count);
  return [
    edges / n,
    detail / n,
    specks / n,
    streaks / n,
    detail / (edges + 1e-3 * n),
    ...toward.map((one) => one / (edges + 1e-6)),
  ];
}

/**
 * What tells weather in a picture. By thirds from the top: brightness, saturation, tint, haze (the darkest channel), shares
 * of blue, white, grey, dark and green, edges and their direction, specks and streaks. Then sky and ground apart.
 */
export function weatherFeatures(pixels: Pixels): Float32Array {
  const planes = planesOf(pixels);
  const { width, height } = planes;
  const features: number[] = [];
  for (let band = 0; band < bands; band++) {
    const [top, bottom] = [Math.floor((band * height) / bands), Math.floor(((band + 1) * height) / bands)];
    const [from, to] = [top * width, bottom * width];
    for (const plane of [planes.luma, planes.saturation, planes.blueness, planes.darkest, planes.greenness])
      features.push(...summary(plane.subarray(from, to)));
    features.push(...shares(planes, from, to), ...texture(planes, top, bottom));
  }
  features.push(...skyAndGround(pixels, planes));
  return Float32Array.from(features);
}
