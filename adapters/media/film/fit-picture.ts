import sharp, { type Sharp, type SharpOptions } from 'sharp';
import type { Shot } from '#domain/albums/film.plan.ts';
import { longestFitted, reachOf, type Rect, type Size } from './camera.ts';
import { mapToStored, turnUpright } from './orientation.ts';

sharp.concurrency(1); // a picture is decoded while frames are encoded: more threads only get into each other's way
sharp.cache(false);

/** A picture made ready for one shot: RGB, as large as the shot needs it. Picture pixel p lies at (p - origin) · scale. */
export interface Fitted extends Size {
  rgb: Buffer;
  origin: { x: number; y: number };
  scale: { x: number; y: number };
  /** Size of what the shot's views are measured in: the upright picture, or the composed frame. */
  measure: Size;
}

const reading: SharpOptions = { limitInputPixels: 50_000_000, failOn: 'error', sequentialRead: true };
const paper = '#ffffff'; // behind pictures with transparent parts

const upTo = (step: number, value: number): number => Math.max(step, Math.ceil(value / step) * step);

/** Decodes a picture at the size a shot needs; JPEGs are shrunk while decoding. */
export async function fitPicture(file: Buffer, shot: Shot, film: Size): Promise<Fitted> {
  const { autoOrient, orientation = 1 } = await sharp(file, reading).metadata();
  const source = { file, orientation, width: autoOrient.width, height: autoOrient.height };
  switch (shot.fit) {
    case 'cover':
      return cover(source, shot, film);
    case 'matte':
      return matte(source, shot, film);
    case 'backdrop':
      return backdrop(source, shot, film);
  }
}

interface Source extends Size {
  file: Buffer;
  orientation: number;
}

/** The kernel wants widths in whole vectors and at least two chroma lines. */
const fittedSize = (rect: Size, scale: number): Size => ({
  width: upTo(16, rect.width * scale),
  height: Math.max(4, upTo(2, rect.height * scale)),
});

async function cover(source: Source, shot: Shot, film: Size): Promise<Fitted> {
  const { rect, scale } = reachOf(shot, source, film);
  const whole = fittedSize(source, scale);
  if (Math.max(whole.width, whole.height) > longestFitted) return strip(source, rect, scale);
  const ratio = { x: whole.width / source.width, y: whole.height / source.height };
  const width = Math.min(whole.width, upTo(16, rect.width * ratio.x + 2));
  const height = Math.min(whole.height, upTo(2, rect.height * ratio.y + 2));
  const x = Math.min(Math.max(0, Math.floor(rect.x * ratio.x) - 1), whole.width - width);
  const y = Math.min(Math.max(0, Math.floor(rect.y * ratio.y) - 1), whole.height - height);
  const rgb = await decode(source, whole, { x, y, width, height });
  return { rgb, width, height, origin: { x: x / ratio.x, y: y / ratio.y }, scale: ratio, measure: source };
}

/** A part of a picture so long and narrow that scaling the whole of it would be out of all proportion. */
async function strip(source: Source, rect: Rect, scale: number): Promise<Fitted> {
  const x = Math.min(Math.floor(rect.x), source.width - 1);
  const y = Math.min(Math.floor(rect.y), source.height - 1);
  const width = Math.min(Math.ceil(rect.width) + 1, source.width - x);
  const height = Math.min(Math.ceil(rect.height) + 1, source.height - y);
  const size = fittedSize({ width, height }, scale);
  const part = sharp(source.file, reading).autoOrient().extract({ left: x, top: y, width, height });
  const rgb = await pixels(part.resize(size.width, size.height, { fit: 'fill' }));
  const ratio = { x: size.width / width, y: size.height / height };
  return { rgb, ...size, origin: { x, y }, scale: ratio, measure: source };
}

/** Scales the whole picture and cuts a part out, both in its stored direction so that JPEGs can be shrunk while decoding; then turns the part upright. */
async function decode(source: Source, whole: Size, part: Rect): Promise<Buffer> {
  const isTurned = source.orientation >= 5;
  const stored = mapToStored(part, whole, source.orientation);
  const scaled = sharp(source.file, reading).resize(
    isTurned ? whole.height : whole.width,
    isTurned ? whole.width : whole.height,
    { fit: 'fill', kernel: 'cubic' },
  );
  const isWhole = part.width === whole.width && part.height === whole.height;
  const rgb = await pixels(
    isWhole ? scaled : scaled.extract({ left: stored.x, top: stored.y, width: stored.width, height: stored.height }),
  );
  return source.orientation === 1 ? rgb : turnUpright(rgb, stored, source.orientation);
}

/** Eight-bit sRGB without gaps, whatever came in: CMYK, 16 bits, grey, profiles, transparency. */
const pixels = (picture: Sharp): Promise<Buffer> =>
  picture.flatten({ background: paper }).toColourspace('srgb').removeAlpha().raw({ depth: 'uchar' }).toBuffer();

const rawOf = (rgb: Buffer, { width, height }: Size): Sharp => sharp(rgb, { raw: { width, height, channels: 3 } });

/** Whole numbers: the size of a picture scaled to fit into a frame. */
function contained(picture: Size, frame: Size): Size {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const side = (length: number) => Math.max(2, Math.round(length * scale));
  return { width: Math.min(side(picture.width), frame.width), height: Math.min(side(picture.height), frame.height) };
}

async function matte(source: Source, shot: Shot, film: Size): Promise<Fitted> {
  const size = fittedSize(film, reachOf(shot, film, film).scale);
  const inner = contained(source, size);
  const picture = await decode(source, inner, { x: 0, y: 0, ...inner });
  const rgb = await blurred(rawOf(picture, inner), size, 0.5);
  const left = Math.floor((size.width - inner.width) / 2);
  const top = Math.floor((size.height - inner.height) / 2);
  for (let line = 0; line < inner.height; line++) {
    const at = ((top + line) * size.width + left) * 3;
    picture.copy(rgb, at, line * inner.width * 3, (line + 1) * inner.width * 3);
  }
  return composed(rgb, size, film);
}

async function backdrop(source: Source, shot: Shot, film: Size): Promise<Fitted> {
  const size = fittedSize(film, reachOf(shot, film, film).scale / 2); // nothing sharp in it: half the size will do
  const inner = contained(source, { width: 512, height: 512 });
  const picture = await decode(source, inner, { x: 0, y: 0, ...inner });
  return composed(await blurred(rawOf(picture, inner), size, 0.55), size, film);
}

/** A blurred and darkened enlargement that fills the frame. */
async function blurred(picture: Sharp, size: Size, brightness: number): Promise<Buffer> {
  const small = { width: 160, height: Math.max(2, Math.round((160 * size.height) / size.width)) };
  const soft = await pixels(
    picture
      .resize(small.width, small.height, { fit: 'cover' })
      .blur(5)
      .linear(brightness, 0)
      .modulate({ saturation: 0.9 }),
  );
  return pixels(rawOf(soft, small).resize(size.width, size.height, { fit: 'fill', kernel: 'cubic' }));
}

const composed = (rgb: Buffer, size: Size, film: Size): Fitted => ({
  rgb,
  ...size,
  origin: { x: 0, y: 0 },
  scale: { x: size.width / film.width, y: size.height / film.height },
  measure: film,
});
