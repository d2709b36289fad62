import type { AlbumKind } from '#domain/albums/album.machine.ts';
import { closestZoom, mayCover } from '#domain/albums/camera.plan.ts';
import { sheetWidth } from '#domain/albums/sheet.plan.ts';

interface Size {
  width: number;
  height: number;
}

/** How large a working copy is: as large as fits inside, or as covers. Nothing is ever enlarged. */
export interface Room extends Size {
  fit: 'inside' | 'outside';
}

const shortestSheetPicture = 864; // px; the flattest that stands behind a long picture's title
const longestSide = 16_384; // px; of a JPEG that every decoder reads

/** Over the whole width; of what would be too long then, as much as a copy can hold. */
function sheetRoomOf({ width, height }: Size): Room {
  const scale = Math.min(1, Math.max(sheetWidth / width, shortestSheetPicture / height));
  if (Math.max(width, height) * scale > longestSide) return { width: longestSide, height: longestSide, fit: 'inside' };
  return { width: sheetWidth, height: shortestSheetPicture, fit: 'outside' };
}

/** Of what can fill a film's frame, the frame covered; of what cannot, the frame's inside; both at the closest zoom. A long picture shows pictures over its whole width at most. */
export function roomOf(kind: AlbumKind, film: Size, picture: Size): Room {
  if (kind === 'photo') return sheetRoomOf(picture);
  const [width, height] = [Math.ceil(film.width * closestZoom), Math.ceil(film.height * closestZoom)];
  return { width, height, fit: mayCover(picture, film.width / film.height) ? 'outside' : 'inside' };
}
