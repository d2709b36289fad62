import type { Pixels } from '../../pictures/opening.ts';

/** One value a pixel, row by row; light is 0…1. */
export interface Plane {
  data: Float32Array;
  width: number;
  height: number;
}
export type Rgb = readonly [Plane, Plane, Plane];

const clamp = (value: number, most: number): number => (value < 0 ? 0 : Math.min(value, most));
export const unit = (value: number): number => clamp(value, 1);
/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = unit((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

export function drawn(width: number, height: number, valueAt: (x: number, y: number, i: number) => number): Plane {
  const data = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++, i++) data[i] = valueAt(x, y, i);
  return { data, width, height };
}

/** A plane made of others of its size, pixel by pixel. */
export function mapped(plane: Plane, valueOf: (value: number, i: number) => number): Plane {
  return { ...plane, data: plane.data.map(valueOf) };
}

export const channelsOf = ({ data, width, height }: Pixels): Rgb => {
  const channel = (c: number) => drawn(width, height, (_x, _y, i) => (data[3 * i + c] ?? 0) / 255);
  return [channel(0), channel(1), channel(2)];
};

export const lumaOf = ([r, g, b]: Rgb): Plane =>
  mapped(r, (red, i) => 0.299 * red + 0.587 * (g.data[i] ?? 0) + 0.114 * (b.data[i] ?? 0));

export function toPixels(planes: Rgb): Pixels {
  const [{ width, height }] = planes;
  const data = new Uint8Array(width * height * 3);
  planes.forEach((plane, c) => plane.data.forEach((value, i) => (data[3 * i + c] = Math.round(255 * unit(value)))));
  return { data, width, height };
}

function kernelOf(sigma: number): Float32Array {
  const radius = Math.ceil(2.5 * sigma);
  const weights = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

function blurRows({ data, width, height }: Plane, kernel: Float32Array): Plane {
  const radius = (kernel.length - 1) / 2;
  const out = new Float32Array(data.length);
  const row = new Float32Array(width + 2 * radius);
  for (let y = 0; y < height; y++) {
    row.set(data.subarray(y * width, (y + 1) * width), radius);
    row.fill(data[y * width] ?? 0, 0, radius);
    row.fill(data[(y + 1) * width - 1] ?? 0, radius + width);
    for (let x = 0, i = y * width; x < width; x++, i++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += (kernel[k] ?? 0) * (row[x + k] ?? 0);
      out[i] = sum;
    }
  }
  return { data: out, width, height };
}

/** Whole rows are added up, so that memory is read in order. */
function blurColumns({ data, width, height }: Plane, kernel: Float32Array): Plane {
  const radius = (kernel.length - 1) / 2;
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    for (let k = 0; k < kernel.length; k++) {
      const from = clamp(y + k - radius, height - 1) * width;
      const weight = kernel[k] ?? 0;
      for (let x = 0, i = y * width; x < width; x++, i++) out[i] = (out[i] ?? 0) + weight * (data[from + x] ?? 0);
    }
  return { data: out, width, height };
}

/** Gaussian blur; the border repeats. */
export function blurred(plane: Plane, sigma: number): Plane {
  const kernel = kernelOf(sigma);
  return blurColumns(blurRows(plane, kernel), kernel);
}

/** The value between pixels, bilinear; outside, the border's. */
export function sampled({ data, width, height }: Plane, x: number, y: number): number {
  const [cx, cy] = [clamp(x, width - 1), clamp(y, height - 1)];
  const [left, top] = [Math.floor(cx), Math.floor(cy)];
  const [fx, fy] = [cx - left, cy - top];
  const at = top * width + left;
  const right = left + 1 < width ? 1 : 0;
  const below = top + 1 < height ? width : 0;
  const upper = (data[at] ?? 0) * (1 - fx) + (data[at + right] ?? 0) * fx;
  const lower = (data[at + below] ?? 0) * (1 - fx) + (data[at + below + right] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** With its border repeated `by` px to each side. */
export const padded = ({ data, width, height }: Plane, by: number): Plane =>
  drawn(width + 2 * by, height + 2 * by, (x, y) => {
    const [column, row] = [clamp(x - by, width - 1), clamp(y - by, height - 1)];
    return data[row * width + column] ?? 0;
  });

/** The values below which so many parts (0…1) of all lie. */
export function quantiles(plane: Plane, ...parts: number[]): number[] {
  const sorted = plane.data.filter((_, i) => i % 7 === 0).toSorted(); // every seventh is enough
  return parts.map((part) => sorted[Math.round(part * (sorted.length - 1))] ?? 0);
}

/** Stretched so that the darkest and the lightest hundredth become 0 and 1. */
export function levelled(plane: Plane): Plane {
  const [low = 0, high = 1] = quantiles(plane, 0.01, 0.99);
  return mapped(plane, (value) => unit((value - low) / Math.max(0.05, high - low)));
}
