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

/** Of what can fill a film's frame, the frame covered; of what cannot, the frame's inside; both at the closest zoom. A long picture shows pictures over its whole width at most. */
export function roomOf(kind: AlbumKind, film: Size, picture: Size): Room {
  if (kind === 'photo') return { width: sheetWidth, height: shortestSheetPicture, fit: 'outside' };
  const [width, height] = [Math.ceil(film.width * closestZoom), Math.ceil(film.height * closestZoom)];
  return { width, height, fit: mayCover(picture, film.width / film.height) ? 'outside' : 'inside' };
}
