import { dominantColors } from '#adapters/media/pictures/colors.ts';
import { readOrigin } from '#adapters/media/pictures/exif.ts';
import { focusRegion } from '#adapters/media/pictures/focus.ts';
import type { Room } from '#domain/albums/copy.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import type { PictureReader } from '#domain/ports/picture-reader.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { createLanes } from '../lanes.ts';
import { decoding, header, open, pixelsOf } from './opening.ts';

const mostPixels = 50_000_000;
const atOnce = 2; // a progressive JPEG takes 400 MB while it is decoded
const colorCount = 5;
const analysisSide = 200; // px; JPEG shrinks to near this while it is decoded

/** An upright sRGB copy; never larger than the picture. */
async function reduce(file: string, out: string, { width, height, fit }: Room): Promise<void> {
  await decoding(
    open(file)
      .resize(width, height, { fit, withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality: 95 })
      .toFile(out),
  );
}

const brightnessOf = (pixels: Uint8Array): number => {
  let sum = 0;
  for (let i = 0; i + 2 < pixels.length; i += 3)
    sum += 0.2126 * (pixels[i] ?? 0) + 0.7152 * (pixels[i + 1] ?? 0) + 0.0722 * (pixels[i + 2] ?? 0);
  return sum / (255 * Math.max(1, pixels.length / 3));
};

const orientationOf = (width: number, height: number): PictureFacts['orientation'] => {
  if (Math.abs(width / height - 1) < 0.05) return 'square';
  return width > height ? 'landscape' : 'portrait';
};

const overloaded = () => new DomainError('too_many', 'overloaded');

/** Looks at pictures as they are uploaded: a few at once, the others wait their turn; not for longer than this. */
function createInspection(patienceMs: number): Pick<PictureReader, 'inspect' | 'redraw'> {
  const queue = createLanes(atOnce);
  const seconds = Math.ceil(patienceMs / 1000);
  const shrunk = (file: string, side: number) =>
    open(file).timeout({ seconds }).resize(side, side, { fit: 'inside', withoutEnlargement: true });

  async function inTurn<T>(look: () => Promise<T>): Promise<T> {
    const signal = AbortSignal.timeout(patienceMs);
    const leave = await queue.enter(signal).catch(() => Promise.reject(overloaded()));
    try {
      return await look();
    } catch (error) {
      throw signal.aborted ? overloaded() : error;
    } finally {
      leave();
    }
  }

  return {
    inspect: (file) =>
      inTurn(async () => {
        const { format, width, height } = await header(file, mostPixels);
        await decoding(shrunk(file, 64).raw().toBuffer()); // decodes every row, keeps few
        return { format, width, height };
      }),

    redraw: (file, side) =>
      inTurn(async () => {
        const { format } = await header(file, mostPixels);
        return { format, bytes: await decoding(shrunk(file, side).toColourspace('srgb').toFormat(format).toBuffer()) };
      }),
  };
}

/** Reads pictures with libvips; JPEG is shrunk while it is decoded, so that memory stays small. */
export const createPictureReader = (patienceMs = 30_000): PictureReader => ({
  ...createInspection(patienceMs),

  async analyse(file, copy) {
    const { width, height, exif } = await header(file, mostPixels);
    if (copy) await reduce(file, copy.file, copy.room({ width, height }));
    const pixels = await pixelsOf(copy?.file ?? file, analysisSide);
    return {
      width,
      height,
      orientation: orientationOf(width, height),
      colors: dominantColors(pixels.data, colorCount),
      brightness: brightnessOf(pixels.data),
      focus: focusRegion(pixels.data, pixels.width, pixels.height),
      ...(await readOrigin(exif)),
    };
  },
});
