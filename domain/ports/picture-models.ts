export const mostColors = 16;

export const enlargementScales = [2, 3, 4] as const;
export type EnlargementScale = (typeof enlargementScales)[number];

/**
 * Models that look at an uploaded picture. They judge it by its content and refuse (DomainError `invalid`, `bad_picture`)
 * what is no JPEG, PNG or WebP, is damaged or too large, and (`too_many`, `overloaded`) what comes when too much waits already.
 */
export interface PictureModels {
  /** `count` (1…16) dominant colours, red, green and blue 0…255, largest share first; the last one is repeated where the picture has fewer. */
  colors(file: string, count: number): Promise<[number, number, number][]>;
  /** The picture in `scale` times its width and height, a JPEG of at most 40 megapixels. */
  enlarge(file: string, scale: EnlargementScale): Promise<Buffer>;
}
