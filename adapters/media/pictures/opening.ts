import sharp, { type Sharp } from 'sharp';
import type { PictureFormat } from '#domain/ports/picture-reader.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { contentTypeOf } from '../content-type.ts';

const formats: Readonly<Record<string, PictureFormat>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/apng': 'png', // its first frame
  'image/webp': 'webp',
};

// One picture at a time on one core, and nothing kept: memory must not depend on what was read before.
sharp.cache(false);
sharp.concurrency(1);
// Readers of other formats are closed for the whole process (SVG stays open for pictures we draw ourselves).
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadSvg'],
});

/** RGB, row by row from the top, three bytes a pixel. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}

const refusal = (reason: string): DomainError => new DomainError('invalid', 'bad_picture', reason);

/** An uploaded picture, upright; `limitInputPixels` is false because its header was read before. */
export const open = (file: string): Sharp =>
  sharp(file, { failOn: 'error', limitInputPixels: false, sequentialRead: true, autoOrient: true });

/** Whatever the decoder complains about is the picture's fault: the file itself was read before. */
export async function decoding<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw refusal(`图片已损坏或无法解码（${error instanceof Error ? error.message.split('\n', 1)[0] : '未知错误'}）`);
  }
}

/** Format by content and size by header, nothing is decoded yet; refuses (`bad_picture`) other formats and more pixels. */
export async function header(file: string, mostPixels: number) {
  const format = formats[await contentTypeOf(file)];
  if (format === undefined) throw refusal('只支持 JPEG、PNG 和 WebP 图片');
  const meta = await decoding(sharp(file, { limitInputPixels: false }).metadata());
  if (meta.width * meta.height > mostPixels) throw refusal(`图片超过 ${mostPixels / 10_000} 万像素`);
  return { format, exif: meta.exif, width: meta.autoOrient.width, height: meta.autoOrient.height };
}

/** The upright picture, shrunk to fit a square of `side` px where it is larger; transparent parts on white. */
export async function pixelsOf(
  file: string,
  side: number,
  kernel: 'nearest' | 'linear' | 'cubic' = 'linear',
): Promise<Pixels> {
  const { data, info } = await decoding(
    open(file)
      .resize(side, side, { fit: 'inside', withoutEnlargement: true, kernel })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true }),
  );
  return { data, width: info.width, height: info.height };
}
