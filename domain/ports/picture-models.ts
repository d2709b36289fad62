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

/** What the weather classifier tells apart; the index is the document's weather_id. */
export const weatherTags = ['cloudy', 'rainy', 'snow', 'sunny'] as const;

export interface Weather {
  tag: (typeof weatherTags)[number]; // the one with the highest score
  scores: [number, number, number, number]; // raw, in the order of the tags; no probabilities
}

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
  /** What the weather in the picture looks like; refuses what is smaller than 32×32 px, too. */
  weather(file: string): Promise<Weather>;
}
