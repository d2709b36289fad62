import { join } from 'node:path';
import type { Caption, FilmPlan, Shot } from '#domain/albums/film.plan.ts';
import type { createPainter } from './painter.ts';

const size = { width: 640, height: 360 };
const shotFrames = 24;

const shot = (picture: number, type: Shot['enter']['type'], fit: Shot['fit']): Shot => ({
  picture: 0,
  start: picture * (shotFrames - 8),
  frames: shotFrames,
  fit,
  move: { from: { zoom: 1, x: 0.4, y: 0.5 }, to: { zoom: 1.15, x: 0.6, y: 0.5 }, ease: 'inOut' },
  enter: { type, frames: picture === 0 ? 0 : 8 },
});

const caption: Caption = {
  text: '暖机\n暖机',
  start: 0,
  frames: 40,
  fade: 8,
  font: 'serif',
  size: 60,
  color: '#ffffff',
  vertical: true,
  x: 0.5,
  y: 0.5,
  anchor: 'center',
  seal: '暖',
};

const plan: FilmPlan = {
  ...size,
  template: 'warm-up',
  fps: 25,
  frames: 3 * shotFrames,
  shots: [shot(0, 'cut', 'cover'), shot(1, 'fade', 'matte'), shot(2, 'wipe', 'backdrop')],
  captions: [caption],
  music: { id: 'none', fadeOut: 0 },
};

const photograph = join(import.meta.dirname, '../../../assets/samples/01-bridge.jpg');

/** Draws a few frames into nothing: fonts are read and code is compiled before the first film needs it. */
export const warmUp = (paint: ReturnType<typeof createPainter>): Promise<void> =>
  paint({ plan, from: 0, to: plan.frames, pictures: [photograph] }, () => undefined);
