import { task } from '#adapters/models/task.ts';
import type { PaintingStyle } from '#domain/ports/picture-models.ts';
import type { Pixels } from '../pictures/opening.ts';
import { toJpeg } from './jpeg.ts';
import { paintingOf, paintingSide } from './painting.ts';
import { resample } from './resample.ts';
import { readUpload } from './upload.ts';

/** Small pictures are enlarged first: strokes have one width. */
function atPaintingSize(pixels: Pixels): Pixels {
  const scale = paintingSide / Math.max(pixels.width, pixels.height);
  if (scale <= 1) return pixels;
  const sized = (side: number) => Math.max(1, Math.round(side * scale));
  return resample(pixels, sized(pixels.width), sized(pixels.height));
}

export const paint = task(async ({ file, style }: { file: string; style: PaintingStyle }) =>
  toJpeg(paintingOf(atPaintingSize(await readUpload(file, { side: paintingSide })), style)),
);
