import { header, pixelsOf, type Pixels } from '../pictures/opening.ts';

export const mostPixels = 25_000_000;

/**
 * The picture that somebody gives a model: judged by its content, upright, transparent parts on white, shrunk to fit a
 * square of `side` px where it is larger. Refuses (`bad_picture`) what is no JPEG, PNG or WebP, is damaged or has more
 * than 25 megapixels.
 */
export async function readUpload(file: string, side?: number): Promise<Pixels> {
  const { width, height } = await header(file, mostPixels);
  return pixelsOf(file, side ?? Math.max(width, height), 'cubic');
}
