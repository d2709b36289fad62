import type { Size } from '../geometry.ts';
import type { Mask } from './type.ts';

export type Rgb = readonly [number, number, number];

/** A small picture with opacity, in premultiplied colour: what captions are composed on. */
export interface Painting extends Size {
  pixels: Float32Array; // red, green, blue, opacity of each pixel; 0…1
}

export const blank = ({ width, height }: Size): Painting => ({
  width,
  height,
  pixels: new Float32Array(width * height * 4),
});

export const rgbOf = (hex: string): Rgb => {
  const value = /^#[0-9a-f]{6}$/i.test(hex) ? Number.parseInt(hex.slice(1), 16) : 0xffffff;
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
};

/** Lays a colour over the painting through a mask; what lies outside is cut off. */
export function lay(painting: Painting, mask: Mask, left: number, top: number, [r, g, b]: Rgb, opacity = 1): void {
  const { pixels, width, height } = painting;
  for (let y = Math.max(0, -top); y < Math.min(mask.height, height - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(mask.width, width - left); x++) {
      const a = ((mask.cover[y * mask.width + x] ?? 0) / 255) * opacity;
      if (a === 0) continue;
      const at = ((y + top) * width + x + left) * 4;
      const rest = 1 - a;
      pixels[at] = (pixels[at] ?? 0) * rest + r * a;
      pixels[at + 1] = (pixels[at + 1] ?? 0) * rest + g * a;
      pixels[at + 2] = (pixels[at + 2] ?? 0) * rest + b * a;
      pixels[at + 3] = (pixels[at + 3] ?? 0) * rest + a;
    }
  }
}

/** The upper left part of a painting that fits into a frame. */
export function cropped(painting: Painting, room: Size): Painting {
  const width = Math.min(painting.width, room.width);
  const height = Math.min(painting.height, room.height);
  if (width === painting.width && height === painting.height) return painting;
  const part = blank({ width, height });
  for (let y = 0; y < height; y++) {
    const line = painting.pixels.subarray(y * painting.width * 4, (y * painting.width + width) * 4);
    part.pixels.set(line, y * width * 4);
  }
  return part;
}

/** Planes that the kernel lays over a frame: 4:2:0, BT.709, limited range. Sides are even. */
export interface Overlay extends Size {
  luma: Uint8Array;
  alpha: Uint8Array;
  u: Uint8Array;
  v: Uint8Array;
  chromaAlpha: Uint8Array;
}

const luma = (r: number, g: number, b: number): number => 16 + 219 * (0.2126 * r + 0.7152 * g + 0.0722 * b);
const blueness = (r: number, g: number, b: number): number =>
  128 + (224 * (b - (0.2126 * r + 0.7152 * g + 0.0722 * b))) / 1.8556;
const redness = (r: number, g: number, b: number): number =>
  128 + (224 * (r - (0.2126 * r + 0.7152 * g + 0.0722 * b))) / 1.5748;

const at = (from: Float32Array, i: number): number => from[i] ?? 0;

/** Turns a painting of even size into planes. */
export function overlayOf({ pixels, width, height }: Painting): Overlay {
  const chroma = (width / 2) * (height / 2);
  const all = { luma: new Uint8Array(width * height), alpha: new Uint8Array(width * height) };
  const half = { u: new Uint8Array(chroma), v: new Uint8Array(chroma), chromaAlpha: new Uint8Array(chroma) };
  const sums = new Float32Array(chroma * 4);
  for (let i = 0; i < width * height; i++) {
    const a = at(pixels, i * 4 + 3);
    if (a === 0) continue;
    const x = i % width;
    const four = ((((i - x) / width) >> 1) * (width / 2) + (x >> 1)) * 4;
    for (let k = 0; k < 4; k++) sums[four + k] = at(sums, four + k) + at(pixels, i * 4 + k);
    all.luma[i] = Math.round(luma(at(pixels, i * 4) / a, at(pixels, i * 4 + 1) / a, at(pixels, i * 4 + 2) / a));
    all.alpha[i] = Math.round(a * 255);
  }
  for (let i = 0; i < chroma; i++) {
    const a = at(sums, i * 4 + 3);
    if (a === 0) continue;
    const [r, g, b] = [at(sums, i * 4) / a, at(sums, i * 4 + 1) / a, at(sums, i * 4 + 2) / a];
    half.u[i] = Math.round(blueness(r, g, b));
    half.v[i] = Math.round(redness(r, g, b));
    half.chromaAlpha[i] = Math.round((a / 4) * 255);
  }
  return { width, height, ...all, ...half };
}
