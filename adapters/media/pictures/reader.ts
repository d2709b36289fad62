import { fileTypeFromFile } from 'file-type';
import sharp, { type Sharp } from 'sharp';
import { dominantColors } from '#adapters/media/pictures/colors.ts';
import { readOrigin } from '#adapters/media/pictures/exif.ts';
import { focusRegion } from '#adapters/media/pictures/focus.ts';
import { closestZoom, mayCover } from '#domain/albums/camera.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import type { PictureFormat, PictureReader } from '#domain/ports/film-studio.ts';
import { DomainError } from '#domain/shared/errors.ts';

const mostPixels = 50_000_000;
const formats: Readonly<Record<string, PictureFormat>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/apng': 'png', // its first frame
  'image/webp': 'webp',
};
const colorCount = 5;
const analysisSide = 200; // px; JPEG shrinks to near this while it is decoded

// One picture at a time on one core, and nothing kept: memory must not depend on what was read before.
sharp.cache(false);
sharp.concurrency(1);
// Readers of other formats are closed for the whole process (SVG stays open for pictures we draw ourselves).
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadSvg'],
});

interface Size {
  width: number;
  height: number;
}

const refusal = (reason: string): DomainError => new DomainError('invalid', 'bad_picture', reason);

const open = (file: string): Sharp =>
  sharp(file, { failOn: 'error', limitInputPixels: mostPixels, sequentialRead: true, autoOrient: true });

/** Whatever the decoder complains about is the picture's fault: the file itself was read before. */
async function decoding<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw refusal(`图片已损坏或无法解码（${error instanceof Error ? error.message.split('\n', 1)[0] : '未知错误'}）`);
  }
}

/** Format by content and size by header; nothing is decoded yet. */
async function header(file: string) {
  const type = await fileTypeFromFile(file);
  const format = formats[type?.mime ?? ''];
  if (format === undefined) throw refusal('只支持 JPEG、PNG 和 WebP 图片');
  const meta = await decoding(sharp(file, { limitInputPixels: false }).metadata());
  if (meta.width * meta.height > mostPixels) throw refusal('图片超过 5000 万像素');
  return { format, exif: meta.exif, width: meta.autoOrient.width, height: meta.autoOrient.height };
}

/** RGB pixels of the upright picture, shrunk; transparent parts on white. */
const pixelsOf = (file: string, side: number) =>
  decoding(
    open(file)
      .resize(side, side, { fit: 'inside', withoutEnlargement: true, kernel: 'linear' })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true }),
  );

/** A copy for films of a size: of what can fill the frame, the frame covered; of what cannot, the frame's inside; both at the closest zoom. */
async function reduce(file: string, picture: Size, { file: out, film }: { file: string; film: Size }): Promise<void> {
  const [width, height] = [Math.ceil(film.width * closestZoom), Math.ceil(film.height * closestZoom)];
  const fit = mayCover(picture, film.width / film.height) ? 'outside' : 'inside';
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

/** Reads pictures with libvips; JPEG is shrunk while it is decoded, so that memory stays small. */
export const createPictureReader = (): PictureReader => ({
  async inspect(file) {
    const { format, width, height } = await header(file);
    await pixelsOf(file, 64); // decodes every row, keeps few
    return { format, width, height };
  },

  async analyse(file, copy) {
    const { width, height, exif } = await header(file);
    if (copy) await reduce(file, { width, height }, copy);
    const { data, info } = await pixelsOf(copy?.file ?? file, analysisSide);
    return {
      width,
      height,
      orientation: orientationOf(width, height),
      colors: dominantColors(data, colorCount),
      brightness: brightnessOf(data),
      focus: focusRegion(data, info.width, info.height),
      ...(await readOrigin(exif)),
    };
  },
});
