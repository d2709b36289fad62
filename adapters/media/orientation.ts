import sharp from 'sharp';
import type { Rect, Size } from './geometry.ts';

/** Where a part of the upright picture lies in the picture as it is stored (EXIF orientation 1…8). `whole` is the upright size. */
export function mapToStored(part: Rect, whole: Size, orientation: number): Rect {
  const { x, y, width, height } = part;
  const right = whole.width - x - width;
  const bottom = whole.height - y - height;
  const along = { width, height };
  const across = { width: height, height: width };
  switch (orientation) {
    case 2:
      return { x: right, y, ...along };
    case 3:
      return { x: right, y: bottom, ...along };
    case 4:
      return { x, y: bottom, ...along };
    case 5:
      return { x: y, y: x, ...across };
    case 6:
      return { x: y, y: right, ...across };
    case 7:
      return { x: bottom, y: right, ...across };
    case 8:
      return { x: bottom, y: x, ...across };
    default:
      return part;
  }
}

const turns: Record<number, { flip?: boolean; angle: number }> = {
  2: { flip: true, angle: 180 },
  3: { angle: 180 },
  4: { flip: true, angle: 0 },
  5: { flip: true, angle: 90 },
  6: { angle: 90 },
  7: { flip: true, angle: 270 },
  8: { angle: 270 },
};

/** Turns stored RGB pixels upright. */
export async function turnUpright(rgb: Buffer, stored: Size, orientation: number): Promise<Buffer> {
  const turn = turns[orientation];
  if (turn === undefined) return rgb;
  const raw = { width: stored.width, height: stored.height, channels: 3 } as const;
  return sharp(rgb, { raw })
    .flip(turn.flip ?? false)
    .rotate(turn.angle)
    .raw()
    .toBuffer(); // sharp flips before it turns
}
