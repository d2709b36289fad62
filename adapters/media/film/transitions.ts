import type { Transition } from '#domain/albums/film.plan.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Size } from '../geometry.ts';

/** One plane of a frame: where it starts, its size, and its value when black. Its lines have no gaps. */
export interface Plane extends Size {
  at: number;
  black: number;
}

export type Frame = readonly [luma: Plane, u: Plane, v: Plane];

export function planesOf(at: number, { width, height }: Size): Frame {
  const chroma = { width: width / 2, height: height / 2, black: 128 };
  return [
    { at, width, height, black: 16 },
    { ...chroma, at: at + width * height },
    { ...chroma, at: at + (width * height * 5) / 4 },
  ];
}

const softness = 0.14; // width of a wipe's edge, of the frame
const smooth = (t: number): number => t * t * (3 - 2 * t);

/** Replaces the first frame by a moment of the transition to the second. */
export function combine(
  kernel: Kernel,
  mask: number,
  [from, to]: readonly [Frame, Frame],
  { type, towards = 'left' }: Transition,
  progress: number,
): void {
  from.forEach((plane, i) => {
    const fresh = to[i];
    if (fresh === undefined) return;
    if (type === 'wipe') wipe(kernel, mask, plane, fresh.at, towards, smooth(progress));
    else if (type === 'slide') slide(kernel, plane, fresh.at, towards, smooth(progress), i === 0 ? 2 : 1);
    else kernel.mix(plane.at, fresh.at, plane.width * plane.height, Math.round(progress * 256));
  });
}

type Towards = NonNullable<Transition['towards']>;

/** How much of the new picture is seen at a place 0…1 along the wipe, 0…255. */
const seen = (place: number, progress: number): number =>
  Math.round(255 * smooth(Math.min(1, Math.max(0, (progress * (1 + softness) - place) / softness))));

function wipe(kernel: Kernel, mask: number, plane: Plane, fresh: number, towards: Towards, progress: number): void {
  const { at, width, height } = plane;
  const isBackwards = towards === 'left' || towards === 'up';
  const placeOf = (i: number, length: number) => (isBackwards ? length - i - 0.5 : i + 0.5) / length;
  if (towards === 'left' || towards === 'right') {
    const row = new Uint8Array(kernel.memory.buffer, mask, width);
    for (let x = 0; x < width; x++) row[x] = seen(placeOf(x, width), progress);
    kernel.over(at, width, fresh, width, mask, 0, width, height, 256);
    return;
  }
  for (let y = 0; y < height; y++) {
    const alpha = seen(placeOf(y, height), progress);
    if (alpha > 0) kernel.mix(at + y * width, fresh + y * width, width, alpha + (alpha >> 7));
  }
}

/** The new picture pushes the old one out. Whole chroma pixels: luma moves by two. */
function slide(kernel: Kernel, plane: Plane, fresh: number, towards: Towards, progress: number, unit: number): void {
  const { at, width, height } = plane;
  const isAcross = towards === 'left' || towards === 'right';
  const by = Math.round((progress * (isAcross ? width : height)) / unit) * unit;
  const rest = isAcross ? width - by : height - by;
  switch (towards) {
    case 'left':
      kernel.copy(at, width, at + by, width, rest, height, 1);
      kernel.copy(at + rest, width, fresh, width, by, height, 1);
      break;
    case 'right':
      kernel.copy(at + by, width, at, width, rest, height, 1);
      kernel.copy(at, width, fresh + rest, width, by, height, 1);
      break;
    case 'up':
      kernel.copy(at, width, at + by * width, width, width, rest, 1);
      kernel.copy(at + rest * width, width, fresh, width, width, by, 1);
      break;
    case 'down':
      kernel.copy(at + by * width, width, at, width, width, rest, 0);
      kernel.copy(at, width, fresh + rest * width, width, width, by, 1);
      break;
  }
}
