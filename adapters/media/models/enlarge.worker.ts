import { task } from '#adapters/models/task.ts';
import type { EnlargementScale } from '#domain/ports/picture-models.ts';
import { toJpeg } from './jpeg.ts';
import { openSuperResolution } from './super-resolution.ts';
import { readUpload } from './upload.ts';

const largestResult = 40_000_000; // px
const opened = new Map<EnlargementScale, ReturnType<typeof openSuperResolution>>();

function networkFor(scale: EnlargementScale) {
  const network = opened.get(scale) ?? openSuperResolution(scale);
  opened.set(scale, network);
  return network;
}

export const enlarge = task(async ({ file, scale }: { file: string; scale: EnlargementScale }) => {
  const pixels = await readUpload(file, { most: Math.floor(largestResult / scale ** 2) });
  const enlargeBy = await networkFor(scale);
  return toJpeg(await enlargeBy(pixels));
});
