import type { Shot, View } from '#domain/albums/film.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import type { FilmTemplate, MusicPiece } from '#domain/albums/template.plan.ts';

/** A picture in the middle of everything; what a test is about is named by the test. */
export const buildFacts = (facts: Partial<PictureFacts> = {}): PictureFacts => {
  const { width = 4000, height = 3000 } = facts;
  const orientation = width === height ? 'square' : width > height ? 'landscape' : 'portrait';
  return {
    width,
    height,
    orientation,
    colors: [{ rgb: [128, 128, 128], share: 1 }],
    brightness: 0.5,
    focus: { x: 0.4, y: 0.4, width: 0.2, height: 0.2 },
    ...facts,
  };
};

/** Numbers that look like chance and are the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Pictures of any shape and focus, from a seed. */
export function anyFacts(count: number, seed: number): PictureFacts[] {
  const next = chance(seed);
  return Array.from({ length: count }, () => {
    const [width, height] = [1 + Math.floor(next() * 6000), 1 + Math.floor(next() * 6000)];
    const focus = { width: 0.02 + next() * 0.9, height: 0.02 + next() * 0.9 };
    return buildFacts({
      width,
      height,
      focus: { ...focus, x: next() * (1 - focus.width), y: next() * (1 - focus.height) },
      ...(next() > 0.5 && { takenAt: `2021-03-${String(1 + Math.floor(next() * 28)).padStart(2, '0')}T10:00:00` }),
    });
  });
}

export const buildMusic = (music: Partial<MusicPiece> = {}): MusicPiece => ({
  id: 'tune',
  title: 'Tune',
  licence: 'CC0-1.0',
  file: 'tune.m4a',
  bpm: 100,
  beatsPerBar: 4,
  firstBeatMs: 0,
  loop: { startMs: 4800, endMs: 81_600 },
  durationMs: 81_600,
  levels: { lufs: Array.from({ length: 816 }, () => -16), peakDb: Array.from({ length: 816 }, () => -3) },
  ...music,
});

export function buildTemplate(template: Partial<FilmTemplate> = {}): FilmTemplate {
  const style = {
    font: 'serif',
    size: 0.05,
    color: 'text',
    vertical: false,
    x: 0.5,
    y: 0.5,
    anchor: 'center',
  } as const;
  return {
    id: 'plain',
    name: 'Plain',
    music: 'tune',
    suits: { pictures: [1, 60], portraits: [0, 1], brightness: [0, 1], saturation: [0, 1], warmth: [-1, 1] },
    beats: { title: 6, shots: [6, 4], poem: 12 },
    moves: [{ kind: 'in', zoom: 1.15, ease: 'inOut' }],
    transitions: [{ type: 'fade', beats: 1 }],
    palette: { text: '#ffffff', accent: '#ffd76e' },
    title: style,
    description: style,
    date: style,
    poem: { ...style, layout: 'block' },
    attribution: style,
    ...template,
  };
}

/** The window of a view, in the coordinates that its centre has. */
export function windowOf(view: View, fit: Shot['fit'], facts: PictureFacts) {
  const [own, wide] = [facts.width / facts.height, 16 / 9];
  const part = fit === 'cover' ? { x: Math.min(1, wide / own), y: Math.min(1, own / wide) } : { x: 1, y: 1 };
  const [dx, dy] = [part.x / view.zoom / 2, part.y / view.zoom / 2];
  return { left: view.x - dx, right: view.x + dx, top: view.y - dy, bottom: view.y + dy };
}
