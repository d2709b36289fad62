import type { Shot, View } from '#domain/albums/film.plan.ts';
import type { Rect, Size } from '../geometry.ts';

const steepest = 1.8; // source pixels per output pixel that the kernel resamples well
const largestFitted = 12_000_000; // px; a pan over a panorama gives up sharpness beyond it
export const longestFitted = 30_000; // px of one side

const within = (at: number, length: number, all: number): number =>
  Math.min(Math.max(at * all - length / 2, 0), all - length);

/** The part of a picture that a view shows, kept inside. */
function windowOf(view: View, picture: Size, film: Size): Rect {
  const aspect = film.width / film.height;
  const width = Math.min(picture.width, picture.height * aspect) / Math.max(1, view.zoom);
  const height = width / aspect;
  return { x: within(view.x, width, picture.width), y: within(view.y, height, picture.height), width, height };
}

const eases: Record<Shot['move']['ease'], (t: number) => number> = {
  linear: (t) => t,
  inOut: (t) => (1 - Math.cos(Math.PI * t)) / 2,
};

/** The window of one frame of a shot. Its edges move along straight lines, so it never leaves the picture and nothing jerks. */
export function windowAt(shot: Shot, frame: number, picture: Size, film: Size): Rect {
  const from = windowOf(shot.move.from, picture, film);
  const to = windowOf(shot.move.to, picture, film);
  const t = eases[shot.move.ease](shot.frames > 1 ? (frame - shot.start) / (shot.frames - 1) : 0);
  const between = (a: number, b: number) => a + (b - a) * t;
  return {
    x: between(from.x, to.x),
    y: between(from.y, to.y),
    width: between(from.width, to.width),
    height: between(from.height, to.height),
  };
}

/** What of a picture a shot ever shows, and how many pixels of the film one of its pixels is worth at its closest. */
export function reachOf(shot: Shot, picture: Size, film: Size): { rect: Rect; scale: number } {
  const a = windowOf(shot.move.from, picture, film);
  const b = windowOf(shot.move.to, picture, film);
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const rect = {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
  const sharp = film.width / Math.min(a.width, b.width);
  const smooth = (steepest * film.width) / Math.max(a.width, b.width);
  const affordable = Math.min(
    Math.sqrt(largestFitted / (rect.width * rect.height)),
    longestFitted / Math.max(rect.width, rect.height),
  );
  return { rect, scale: Math.min(sharp, smooth, affordable) };
}
