import type { Room } from '#domain/albums/copy.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';

export type PictureFormat = 'jpeg' | 'png' | 'webp';

/** Looks at uploaded pictures; never trusts their names. */
export interface PictureReader {
  /** The format by content, after decoding it whole; refuses (DomainError `invalid`, code `bad_picture`) what is no JPEG, PNG or WebP, is damaged or has more than 50 megapixels, and (`too_many`, `overloaded`) what is not seen in time. */
  inspect(file: string): Promise<{ format: PictureFormat; width: number; height: number }>;
  /** The upright picture within side × side px, in its own format and without anything else that the file tells; refuses as `inspect`. */
  redraw(file: string, side: number): Promise<{ format: PictureFormat; bytes: Buffer }>;
  /** Size, colours, brightness, focus region, EXIF time and place; with `copy`, also writes an upright sRGB JPEG as large as there is room for. */
  analyse(
    file: string,
    copy?: { file: string; room: (picture: { width: number; height: number }) => Room },
  ): Promise<PictureFacts>;
}
