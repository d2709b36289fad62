export const mostColors = 16;

/**
 * Models that look at an uploaded picture. They judge it by its content and refuse (DomainError `invalid`, `bad_picture`)
 * what is no JPEG, PNG or WebP, is damaged or too large, and (`too_many`, `overloaded`) what comes when too much waits already.
 */
export interface PictureModels {
  /** `count` (1…16) dominant colours, red, green and blue 0…255, largest share first; the last one is repeated where the picture has fewer. */
  colors(file: string, count: number): Promise<[number, number, number][]>;
}
