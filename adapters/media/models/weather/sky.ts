import type { Pixels } from '../../pictures/opening.ts';

export interface Sky {
  is: Uint8Array; // 1 where a pixel is sky
  ends: Int32Array; // y below the sky's lowest pixel, by column
}

const edge = 18; // step of brightness (0…255) that sky does not cross
const lowest = 0.85; // share of the height; below is ground

/** Brightness (BT.601 luma) of pixel i. */
export const lumaAt = (data: ArrayLike<number>, i: number): number =>
  0.299 * (data[3 * i] ?? 0) + 0.587 * (data[3 * i + 1] ?? 0) + 0.114 * (data[3 * i + 2] ?? 0);

/** Sky is what looks like it and hangs together with the upper border without an edge between. */
export function skyOf({ data, width, height }: Pixels): Sky {
  const looksLikeSky = (i: number): boolean => {
    const [r, g, b] = [data[3 * i] ?? 0, data[3 * i + 1] ?? 0, data[3 * i + 2] ?? 0];
    return (b >= r - 8 && b >= g - 10 && (lumaAt(data, i) > 70 || b - r > 25)) || lumaAt(data, i) > 185;
  };
  const is = new Uint8Array(width * height);
  const ends = new Int32Array(width);
  const open: number[] = [];
  const take = (i: number): void => {
    if (is[i] === 1 || i >= width * height * lowest || !looksLikeSky(i)) return;
    is[i] = 1;
    open.push(i);
    const x = i % width;
    ends[x] = Math.max(ends[x] ?? 0, Math.floor(i / width) + 1);
  };
  for (let x = 0; x < width; x++) take(x);
  for (let i = open.pop(); i !== undefined; i = open.pop())
    for (const next of [i - width, i + width, i % width > 0 ? i - 1 : -1, i % width < width - 1 ? i + 1 : -1])
      if (next >= 0 && Math.abs(lumaAt(data, next) - lumaAt(data, i)) < edge) take(next);
  return { is, ends };
}
