export const mostColors = 16;

export const enlargementScales = [2, 3, 4] as const;
export type EnlargementScale = (typeof enlargementScales)[number];

/** Ways of painting, the first one by default. All are classical image processing; none is a trained network. */
export const paintingStyles = [
  { id: 'oil', name: '油画' },
  { id: 'brush', name: '厚涂' },
  { id: 'ink', name: '水墨' },
  { id: 'woodcut', name: '木刻' },
  { id: 'pencil', name: '铅笔' },
  { id: 'watercolour', name: '水彩' },
] as const;
export type PaintingStyle = (typeof paintingStyles)[number]['id'];

/**
 * Models that look at an uploaded picture. They judge it by its content and refuse (DomainError `invalid`, `bad_picture`)
 * what is no JPEG, PNG or WebP, is damaged or too large, and (`too_many`, `overloaded`) what comes when too much waits already.
 */
export interface PictureModels {
  /** `count` (1…16) dominant colours, red, green and blue 0…255, largest share first; the last one is repeated where the picture has fewer. */
  colors(file: string, count: number): Promise<[number, number, number][]>;
  /** The picture in `scale` times its width and height, a JPEG of at most 40 megapixels. */
  enlarge(file: string, scale: EnlargementScale): Promise<Buffer>;
  /** The picture as a painting, a JPEG with a longest side of 1024 px. The same picture gives the same painting. */
  paint(file: string, style: PaintingStyle): Promise<Buffer>;
}
