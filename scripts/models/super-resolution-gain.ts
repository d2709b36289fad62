import type { Pixels } from '#adapters/media/pictures/opening.ts';
import { resample } from '#adapters/media/models/resample.ts';
import type { openSuperResolution } from '#adapters/media/models/super-resolution.ts';
import type { EnlargementScale } from '#domain/ports/picture-models.ts';

const lumaAt = (data: Uint8Array, at: number): number =>
  0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);

/** Peak signal-to-noise ratio of the luma (0…255), dB, without a border of so many px. */
function psnrOf(one: Pixels, other: Pixels, border: number): number {
  let [sum, count] = [0, 0];
  for (let y = border; y < one.height - border; y++)
    for (let x = border; x < one.width - border; x++, count++)
      sum += (lumaAt(one.data, (y * one.width + x) * 3) - lumaAt(other.data, (y * one.width + x) * 3)) ** 2;
  return 10 * Math.log10((255 ** 2 * count) / sum);
}

/** The upper left part whose sides are multiples of `n`. */
function trimmed({ data, width, height }: Pixels, n: number): Pixels {
  const [wide, high] = [width - (width % n), height - (height % n)];
  const rows = Array.from({ length: high }, (_, y) => data.subarray(y * width * 3, (y * width + wide) * 3));
  return { data: Buffer.concat(rows), width: wide, height: high };
}

/** Shrinks a photograph by antialiased bicubic, enlarges it again both ways, and compares both with the original. */
export async function compareWithBicubic(
  photograph: Pixels,
  scale: EnlargementScale,
  enlarge: Awaited<ReturnType<typeof openSuperResolution>>,
) {
  const original = trimmed(photograph, scale);
  const small = resample(original, original.width / scale, original.height / scale);
  const bicubic = psnrOf(original, resample(small, original.width, original.height), scale + 2);
  const fsrcnn = psnrOf(original, await enlarge(small), scale + 2);
  return { bicubic, fsrcnn };
}
