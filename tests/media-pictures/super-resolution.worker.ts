// The networks need a realm of their own: the one of a test has other typed arrays than onnxruntime knows.
import { openSuperResolution } from '#adapters/media/models/super-resolution.ts';
import { readUpload } from '#adapters/media/models/upload.ts';
import type { Pixels } from '#adapters/media/pictures/opening.ts';
import { task } from '#adapters/models/task.ts';
import type { EnlargementScale } from '#domain/ports/picture-models.ts';
import { compareWithBicubic } from '#scripts/models/super-resolution-gain.ts';

export const enlarge = task(
  async ({ pixels, scale, tile }: { pixels: Pixels; scale: EnlargementScale; tile?: number }) =>
    (await openSuperResolution(scale))(pixels, tile),
);

/** Decibels above bicubic. */
export const gain = task(async ({ file, side, scale }: { file: string; side: number; scale: EnlargementScale }) => {
  const { bicubic, fsrcnn } = await compareWithBicubic(
    await readUpload(file, { side }),
    scale,
    await openSuperResolution(scale),
  );
  return fsrcnn - bicubic;
});
