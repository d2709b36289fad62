import type { Sharp } from 'sharp';
import type { Shot } from '#domain/albums/film.plan.ts';
import { decodeCut, decodePart, openSource, rawOf, rgbPixels, type Source } from '../decode.ts';
import { longestFitted, reachOf } from './camera.ts';
import type { Rect, Size } from '../geometry.ts';

/** A picture made ready for one shot: RGB, as large as the shot needs it. Picture pixel p lies at (p - origin) · scale. */
export interface Fitted extends Size {
  rgb: Buffer;
  origin: { x: number; y: number };
  scale: { x: number; y: number };
  /** Size of what the shot's views are measured in: the upright picture, or the composed frame. */
  measure: Size;
}

const upTo = (step: number, value: number): number => Math.max(step, Math.ceil(value / step) * step);

/** Decodes a picture at the size a shot needs; JPEGs are shrunk while decoding. */
export async function fitPicture(file: Buffer, shot: Shot, film: Size): Promise<Fitted> {
  const source = await openSource(file);
  switch (shot.fit) {
    case 'cover':
      return cover(source, shot, film);
    case 'matte':
      return matte(source, shot, film);
    case 'backdrop':
      return backdrop(source, shot, film);
  }
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
  const rgb = await decodePart(source, whole, { x, y, width, height });
  return { rgb, width, height, origin: { x: x / ratio.x, y: y / ratio.y }, scale: ratio, measure: source };
}

/** A part of a picture so long and narrow that scaling the whole of it would be out of all proportion. */
async function strip(source: Source, rect: Rect, scale: number): Promise<Fitted> {
  const x = Math.min(Math.floor(rect.x), source.width - 1);
  const y = Math.min(Math.floor(rect.y), source.height - 1);
  const width = Math.min(Math.ceil(rect.width) + 1, source.width - x);
  const height = Math.min(Math.ceil(rect.height) + 1, source.height - y);
  const size = fittedSize({ width, height }, scale);
  const rgb = await decodeCut(source, { x, y, width, height }, size);
  const ratio = { x: size.width / width, y: size.height / height };
  return { rgb, ...size, origin: { x, y }, scale: ratio, measure: source };
}

/** Whole numbers: the size of a picture scaled to fit into a frame. */
function contained(picture: Size, frame: Size): Size {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const side = (length: number) => Math.max(2, Math.round(length * scale));
  return { width: Math.min(side(picture.width), frame.width), height: Math.min(side(picture.height), frame.height) };
}

async function matte(source: Source, shot: Shot, film: Size): Promise<Fitted> {
  const size = fittedSize(film, reachOf(shot, film, film).scale);
  const inner = contained(source, size);
  const picture = await decodePart(source, inner, { x: 0, y: 0, ...inner });
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
  const picture = await decodePart(source, inner, { x: 0, y: 0, ...inner });
  return composed(await blurred(rawOf(picture, inner), size, 0.55), size, film);
}

/** A blurred and darkened enlargement that fills the frame. */
async function blurred(picture: Sharp, size: Size, brightness: number): Promise<Buffer> {
  const small = { width: 160, height: Math.max(2, Math.round((160 * size.height) / size.width)) };
  const soft = await rgbPixels(
    picture
      .resize(small.width, small.height, { fit: 'cover' })
      .blur(5)
      .linear(brightness, 0)
      .modulate({ saturation: 0.9 }),
  );
  return rgbPixels(rawOf(soft, small).resize(size.width, size.height, { fit: 'fill', kernel: 'cubic' }));
}

const composed = (rgb: Buffer, size: Size, film: Size): Fitted => ({
  rgb,
  ...size,
  origin: { x: 0, y: 0 },
  scale: { x: size.width / film.width, y: size.height / film.height },
  measure: film,
});
