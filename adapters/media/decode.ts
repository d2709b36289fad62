import sharp, { type Sharp, type SharpOptions } from 'sharp';
import type { Rect, Size } from './geometry.ts';
import { mapToStored, turnUpright } from './orientation.ts';

sharp.concurrency(1); // pictures are decoded while others are drawn and encoded: more threads only get into each other's way
sharp.cache(false);

const reading: SharpOptions = { limitInputPixels: 50_000_000, failOn: 'error', sequentialRead: true };
const paper = '#ffffff'; // behind pictures with transparent parts

/** A picture file with the size that it has upright. */
export interface Source extends Size {
  file: Buffer | string; // its bytes, or its path
  orientation: number; // EXIF, 1…8
}

export async function openSource(file: Buffer | string): Promise<Source> {
  const { autoOrient, orientation = 1 } = await sharp(file, reading).metadata();
  return { file, orientation, width: autoOrient.width, height: autoOrient.height };
}

/** Scales the whole picture and cuts a part out, both in its stored direction so that JPEGs can be shrunk while decoding; then turns the part upright. */
export async function decodePart(source: Source, whole: Size, part: Rect): Promise<Buffer> {
  const isTurned = source.orientation >= 5;
  const stored = mapToStored(part, whole, source.orientation);
  const scaled = sharp(source.file, reading).resize(
    isTurned ? whole.height : whole.width,
    isTurned ? whole.width : whole.height,
    { fit: 'fill', kernel: 'cubic' },
  );
  const isWhole = part.width === whole.width && part.height === whole.height;
  const rgb = await rgbPixels(
    isWhole ? scaled : scaled.extract({ left: stored.x, top: stored.y, width: stored.width, height: stored.height }),
  );
  return source.orientation === 1 ? rgb : turnUpright(rgb, stored, source.orientation);
}

/** Cuts a part out of the picture and scales it: for pictures so long and narrow that scaling the whole would be out of all proportion. */
export function decodeCut(source: Source, { x, y, width, height }: Rect, size: Size): Promise<Buffer> {
  const part = sharp(source.file, reading).autoOrient().extract({ left: x, top: y, width, height });
  return rgbPixels(part.resize(size.width, size.height, { fit: 'fill' }));
}

/** Eight-bit sRGB without gaps, whatever came in: CMYK, 16 bits, grey, profiles, transparency. */
export const rgbPixels = (picture: Sharp): Promise<Buffer> =>
  picture.flatten({ background: paper }).toColourspace('srgb').removeAlpha().raw({ depth: 'uchar' }).toBuffer();

export const rawOf = (rgb: Buffer, { width, height }: Size): Sharp =>
  sharp(rgb, { raw: { width, height, channels: 3 } });
