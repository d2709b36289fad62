// In a thread, because code runs several times slower inside a test file.
import { paintingOf } from '#adapters/media/models/painting.ts';
import { readUpload } from '#adapters/media/models/upload.ts';
import type { Pixels } from '#adapters/media/pictures/opening.ts';
import { task } from '#adapters/models/task.ts';
import { paintingStyles, type PaintingStyle } from '#domain/ports/picture-models.ts';
import { edgeCorrelation, meanDifference } from '#scripts/models/style-measures.ts';

export const paint = task(({ pixels, style }: { pixels: Pixels; style: PaintingStyle }) => paintingOf(pixels, style));

const read = (file: string) => readUpload(file, { side: 320 });

/** What a style makes of a photograph. */
export const judge = task(async ({ file, style }: { file: string; style: PaintingStyle }) => {
  const photograph = await read(file);
  const painting = paintingOf(photograph, style);
  return {
    photograph: { width: photograph.width, height: photograph.height },
    painting: { width: painting.width, height: painting.height },
    correlation: edgeCorrelation(photograph, painting),
    change: meanDifference(photograph, painting),
    again: meanDifference(painting, paintingOf(photograph, style)),
  };
});

/** Mean differences between all styles. */
export const compare = task(async (file: string) => {
  const photograph = await read(file);
  const paintings = paintingStyles.map(({ id }) => paintingOf(photograph, id));
  return paintings.flatMap((one, k) => paintings.slice(k + 1).map((other) => meanDifference(one, other)));
});

/** The measure itself: of a picture with itself, and with itself upside down. */
export const measure = task(async (file: string) => {
  const photograph = await read(file);
  const upsideDown = { ...photograph, data: photograph.data.toReversed() };
  return { same: edgeCorrelation(photograph, photograph), other: edgeCorrelation(photograph, upsideDown) };
});
