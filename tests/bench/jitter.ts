import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { createPainter } from '#adapters/media/film/painter.ts';
import type { FilmPlan, Shot } from '#domain/albums/film.plan.ts';
import { workFolder } from './assets.ts';

export interface Smoothness {
  ease: string;
  path: number; // px
  x: number; // RMS distance from the best cubic path, px
  y: number;
  secondX: number; // RMS second difference, px/frame²
  secondY: number;
  backward: number; // steps against the direction of the move
}

const frames = 88;

/** Least-squares polynomial through evenly spaced values; answers what is left of each. */
function residuals(values: number[], degree: number): number[] {
  const size = degree + 1;
  const rows = Array.from({ length: size }, () => new Float64Array(size + 1));
  const at = (i: number) => (i / values.length) * 2 - 1;
  values.forEach((value, i) => {
    rows.forEach((row, r) => {
      for (let c = 0; c < size; c++) row[c] = (row[c] ?? 0) + at(i) ** (r + c);
      row[size] = (row[size] ?? 0) + value * at(i) ** r;
    });
  });
  rows.forEach((pivot, c) => {
    for (const [r, row] of rows.entries()) {
      if (r === c) continue;
      const factor = (row[c] ?? 0) / (pivot[c] ?? 1);
      for (let k = c; k <= size; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  });
  const terms = rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
  return values.map((value, i) => value - terms.reduce((sum, term, k) => sum + term * at(i) ** k, 0));
}

const rms = (values: number[]): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
const seconds = (values: number[]): number[] =>
  values.slice(2).map((value, i) => value - 2 * (values[i + 1] ?? 0) + (values[i] ?? 0));

/** Draws one slow move over a white disc and follows the disc's centre through the frames. */
export async function benchJitter(size: { width: number; height: number }): Promise<Smoothness[]> {
  mkdirSync(workFolder, { recursive: true });
  const file = join(workFolder, 'disc.png');
  const disc = '<rect width="4032" height="3024" fill="#202020"/><circle cx="1100" cy="1250" r="110" fill="#f0f0f0"/>';
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="4032" height="3024">${disc}</svg>`;
  await sharp(Buffer.from(drawing)).png().toFile(file);
  const all: Smoothness[] = [];
  for (const ease of ['linear', 'inOut'] as const) all.push({ ease, ...(await follow(file, ease, size)) });
  return all;
}

const round = (value: number): number => Number(value.toFixed(4));

async function follow(file: string, ease: Shot['move']['ease'], { width, height }: { width: number; height: number }) {
  const move = { from: { zoom: 1, x: 0.47, y: 0.53 }, to: { zoom: 1.15, x: 0.53, y: 0.47 }, ease };
  const shot: Shot = { picture: 0, start: 0, frames, fit: 'cover', move, enter: { type: 'cut', frames: 0 } };
  const music = { id: 'none', fadeOut: 0 };
  const plan: FilmPlan = { template: 'jitter', width, height, fps: 25, frames, shots: [shot], captions: [], music };
  const [xs, ys]: [number[], number[]] = [[], []];
  await createPainter()({ plan, from: 0, to: frames, pictures: [file] }, (bytes) => {
    const centre = centroid(bytes, width, height);
    xs.push(centre.x);
    ys.push(centre.y);
  });
  const [dx, dy] = [(xs.at(-1) ?? 0) - (xs[0] ?? 0), (ys.at(-1) ?? 0) - (ys[0] ?? 0)];
  const backward = xs.slice(1).filter((x, i) => (x - (xs[i] ?? 0)) * dx < -0.01).length;
  return {
    path: round(Math.hypot(dx, dy)),
    x: round(rms(residuals(xs, 3))),
    y: round(rms(residuals(ys, 3))),
    secondX: round(rms(seconds(xs))),
    secondY: round(rms(seconds(ys))),
    backward,
  };
}

/** Centre of what is brighter than the ground, in pixels of the frame. */
function centroid(luma: Uint8Array, width: number, height: number): { x: number; y: number } {
  let [sum, x, y] = [0, 0, 0];
  for (let i = 0; i < width * height; i++) {
    const value = (luma[i] ?? 0) - 60;
    if (value <= 0) continue;
    sum += value;
    x += value * (i % width);
    y += value * Math.floor(i / width);
  }
  return { x: x / sum, y: y / sum };
}
