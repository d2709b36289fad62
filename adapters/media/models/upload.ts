import { DomainError } from '#domain/shared/errors.ts';
import { header, pixelsOf, type Pixels } from '../pictures/opening.ts';

const mostPixels = 25_000_000;

interface Wanted {
  /** Shrinks what is larger to fit a square of so many px. */
  side?: number;
  /** Fewer pixels than the usual 25 million. */
  most?: number;
  /** Refuses what is narrower or lower, px. */
  least?: number;
  /** How it is shrunk. */
  kernel?: 'nearest' | 'linear' | 'cubic';
}

/**
 * The picture that somebody gives a model: judged by its content, upright, transparent parts on white. Refuses
 * (`bad_picture`) what is no JPEG, PNG or WebP, is damaged or has too many or too few pixels.
 */
export async function readUpload(
  file: string,
  { side, most = mostPixels, least = 1, kernel = 'cubic' }: Wanted = {},
): Promise<Pixels> {
  const { width, height } = await header(file, Math.min(most, mostPixels));
  if (Math.min(width, height) < least)
    throw new DomainError('invalid', 'bad_picture', `图片小于 ${least}×${least} 像素`);
  return pixelsOf(file, side ?? Math.max(width, height), kernel);
}
