import type { Transition } from '#domain/albums/film.plan.ts';
import { openKernel, type Kernel } from '../kernel/kernel.ts';
import { longestFitted } from './camera.ts';
import type { Rect, Size } from '../geometry.ts';
import type { Lettering } from './caption.ts';
import type { Fitted } from './fit-picture.ts';
import { combine, planesOf, type Plane } from './transitions.ts';

/** A picture in the kernel's memory: three planes and the way its pixels map to the picture they were made of. */
interface Loaded {
  at: [luma: number, u: number, v: number];
  stride: number;
  chromaStride: number;
  fitted: Omit<Fitted, 'rgb'>;
}

const slotBytes = 22_000_000;
const stripBytes = 1_500_000;
const spare = 64; // bytes that vectors may touch beyond an end
const pageBytes = 65_536;

const whole16 = (value: number): number => (value + 31) & ~15;

/** Hands out addresses one behind the other; memory grows when they run out and stays. */
function allocator({ memory }: Kernel) {
  let next = 1024;
  return {
    take(bytes: number): number {
      const at = next;
      next = whole16(next + bytes + spare);
      const missing = next - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
      return at;
    },
    mark: () => next,
    release: (to: number) => void (next = to),
  };
}

/** Room for two frames, two pictures and some captions in the memory of a kernel. */
function layOutMemory(film: Size) {
  const kernel = openKernel(3 * slotBytes);
  const room = allocator(kernel);
  const frameBytes = (film.width * film.height * 3) / 2;
  return {
    kernel,
    room,
    frameBytes,
    frames: [planesOf(room.take(frameBytes), film), planesOf(room.take(frameBytes), film)] as const,
    table: room.take(kernel.columnsSize(film.width)),
    row: room.take(longestFitted * 2),
    mask: room.take(film.width),
    strip: room.take(stripBytes),
    slots: [room.take(slotBytes), room.take(slotBytes)],
    free: room.mark(), // captions lie from here on
    bytes: () => new Uint8Array(kernel.memory.buffer),
  };
}

type Memory = ReturnType<typeof layOutMemory>;

/** What frames are drawn on. */
export function createCanvas(film: Size) {
  const memory = layOutMemory(film);
  const { kernel, frames, mask, frameBytes } = memory;
  return {
    ...pictureWall(memory),
    ...captionSheet(memory),

    /** Replaces frame 0 by a moment of the transition from it to frame 1. */
    combine: (transition: Transition, progress: number) => combine(kernel, mask, frames, transition, progress),

    black(frame: 0 | 1): void {
      for (const { at, black, width, height } of frames[frame]) kernel.fill(at, black, width * height);
    },

    /** Darkens frame 0; 1 is black. */
    dim(amount: number): void {
      for (const { at, black, width, height } of frames[0]) {
        kernel.mixTo(at, black, width * height, Math.round(amount * 256));
      }
    },

    /** The bytes of frame 0: planar 4:2:0, valid until the next operation. */
    frame: (): Uint8Array => new Uint8Array(kernel.memory.buffer, frames[0][0].at, frameBytes),
  };
}

/** The two pictures. */
function pictureWall(memory: Memory) {
  const pictures: (Loaded | undefined)[] = [];
  return {
    /** Converts a picture into slot 0 or 1. */
    load(slot: number, { rgb, ...fitted }: Fitted): void {
      pictures[slot] = layOut(memory.slots[slot] ?? 0, fitted);
      convert(memory, pictures[slot], rgb);
    },

    /** The size that views of the picture in a slot are measured in. */
    measure: (slot: number): Size | undefined => pictures[slot]?.fitted.measure,

    /** Draws the part of a slot's picture that a window shows on frame 0 or 1. */
    draw(slot: number, window: Rect, frame: 0 | 1): void {
      const picture = pictures[slot];
      if (picture !== undefined) resample(memory, picture, window, memory.frames[frame]);
    },
  };
}

/** The captions of a run of frames. */
function captionSheet({ kernel, room, free, frames, bytes }: Memory) {
  let letterings: { lettering: Lettering; at: number }[] = [];
  return {
    /** Takes the captions of a run; those of the run before are dropped. */
    ink(all: readonly Lettering[]): void {
      room.release(free);
      letterings = all.map((lettering) => ({ lettering, at: upload(room.take, bytes, lettering) }));
    },

    /** Lays the captions over frame 0, each with its opacity. */
    letter(opacityOf: (lettering: Lettering) => number): void {
      for (const { lettering, at } of letterings) {
        const gain = Math.round(opacityOf(lettering) * 256);
        if (gain > 0) layOver(kernel, frames[0], lettering, at, gain);
      }
    },
  };
}

/** RGB to planes, a strip at a time. */
function convert({ kernel, strip, bytes }: Memory, picture: Loaded, rgb: Buffer): void {
  const { width, height } = picture.fitted;
  const [luma, u, v] = picture.at;
  const lines = Math.max(2, Math.floor(stripBytes / (width * 6)) * 2);
  for (let y = 0; y < height; y += lines) {
    const count = Math.min(lines, height - y);
    bytes().set(rgb.subarray(y * width * 3, (y + count) * width * 3), strip);
    const above = luma + y * picture.stride;
    const half = (y / 2) * picture.chromaStride;
    kernel.rgbToYuv(strip, width, count, above, picture.stride, u + half, v + half, picture.chromaStride);
  }
}

export type Canvas = ReturnType<typeof createCanvas>;

function layOut(at: number, fitted: Omit<Fitted, 'rgb'>): Loaded {
  const stride = whole16(fitted.width);
  const chromaStride = whole16(fitted.width / 2);
  const u = at + stride * fitted.height;
  const v = u + chromaStride * (fitted.height / 2);
  return { at: [at, u, v], stride, chromaStride, fitted };
}

/** Both chroma planes share one table of columns. */
function resample(
  { kernel, table, row }: Memory,
  { at, stride, chromaStride, fitted }: Loaded,
  window: Rect,
  frame: readonly Plane[],
): void {
  const x = (window.x - fitted.origin.x) * fitted.scale.x;
  const y = (window.y - fitted.origin.y) * fitted.scale.y;
  frame.forEach((plane, i) => {
    const part = i === 0 ? 1 : 2;
    const stepX = (window.width * fitted.scale.x) / part / plane.width;
    const stepY = (window.height * fitted.scale.y) / part / plane.height;
    const pitch = i === 0 ? stride : chromaStride;
    if (i < 2) kernel.columns(table, fitted.width / part, plane.width, x / part, stepX);
    const lines = fitted.height / part;
    kernel.plane(table, row, at[i] ?? 0, pitch, lines, plane.at, plane.width, plane.height, y / part, stepY);
  });
}

/** Puts a caption's planes behind each other: luma, its opacity, u, v, their opacity. */
function upload(take: (bytes: number) => number, bytes: () => Uint8Array, lettering: Lettering): number {
  const parts = [lettering.luma, lettering.alpha, lettering.u, lettering.v, lettering.chromaAlpha];
  const at = take(parts.reduce((sum, part) => sum + part.length, 0));
  let next = at;
  for (const part of parts) {
    bytes().set(part, next);
    next += part.length;
  }
  return at;
}

function layOver(kernel: Kernel, frame: readonly Plane[], lettering: Lettering, at: number, gain: number): void {
  const { width, height, x, y } = lettering;
  const whole = width * height;
  const quarter = whole / 4;
  const sources = [
    { color: at, alpha: at + whole },
    { color: at + 2 * whole, alpha: at + 2 * whole + 2 * quarter },
    { color: at + 2 * whole + quarter, alpha: at + 2 * whole + 2 * quarter },
  ];
  sources.forEach(({ color, alpha }, i) => {
    const plane = frame[i];
    if (plane === undefined) return;
    const part = i === 0 ? 1 : 2;
    const w = width / part;
    const target = plane.at + (y / part) * plane.width + x / part;
    kernel.over(target, plane.width, color, w, alpha, w, w, height / part, gain);
  });
}
