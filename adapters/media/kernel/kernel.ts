import { readFileSync } from 'node:fs';

/** Addresses are byte offsets into the kernel's memory. What each function does is told beside its source in `assembly`. */
export interface Kernel {
  memory: WebAssembly.Memory;
  columnsSize(width: number): number;
  columns(table: number, sourceWidth: number, width: number, x: number, step: number): void;
  plane(
    table: number,
    row: number,
    source: number,
    stride: number,
    sourceHeight: number,
    target: number,
    width: number,
    height: number,
    y: number,
    step: number,
  ): void;
  rgbToYuv(
    source: number,
    width: number,
    height: number,
    luma: number,
    lumaStride: number,
    u: number,
    v: number,
    chromaStride: number,
  ): void;
  yuvToRgb(luma: number, u: number, v: number, width: number, height: number, target: number): void;
  mix(a: number, b: number, bytes: number, weight: number): void;
  mixTo(a: number, value: number, bytes: number, weight: number): void;
  over(
    target: number,
    targetStride: number,
    source: number,
    sourceStride: number,
    alpha: number,
    alphaStride: number,
    width: number,
    height: number,
    gain: number,
  ): void;
  copy(
    target: number,
    targetStride: number,
    source: number,
    sourceStride: number,
    width: number,
    height: number,
    fromTop: 0 | 1,
  ): void;
  fill(target: number, value: number, bytes: number): void;
  listen(samples: number, frames: number, kept: number): void;
  between(samples: number, frames: number, table: number, phases: number, taps: number): number;
  add(target: number, source: number, frames: number, from: number, to: number): void;
}

const pageBytes = 65_536;
const module = new WebAssembly.Module(readFileSync(new URL('./frames.wasm', import.meta.url)));

/** A kernel with memory of its own; pages cost nothing until they are touched. */
export function openKernel(bytes: number): Kernel {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { ...(exports as Omit<Kernel, 'memory'>), memory };
}
