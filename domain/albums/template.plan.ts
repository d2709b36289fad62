import type { Caption, Shot, Transition } from '#domain/albums/film.plan.ts';

/** The look of a film, as data: how long pictures stay, how the camera moves, how pictures change, where words stand. */
export interface FilmTemplate {
  id: string;
  name: string;
  music: string; // id of a MusicPiece
  suits: Suitability;
  beats: {
    title: number; // length of the title card, in beats of the music
    shots: number[]; // lengths of the pictures, repeated in turn
    poem: number; // length of the last picture, which carries the poem
  };
  moves: CameraMove[]; // repeated in turn
  transitions: { type: Transition['type']; beats: number; towards?: Transition['towards'] }[]; // repeated in turn
  palette: { text: string; accent: string }; // #rrggbb
  title: TextStyle;
  description: TextStyle;
  date: TextStyle;
  poem: TextStyle & { layout: PoemLayout };
  attribution: TextStyle; // poet and title of the poem
}

/** `columns`: the whole poem in vertical writing with a seal; `block`: its four lines below each other; `couplets`: two lines at a time. */
export const poemLayouts = ['columns', 'block', 'couplets'] as const;
type PoemLayout = (typeof poemLayouts)[number];

/** Ranges [from, to] in which a template is at its best. */
export interface Suitability {
  pictures: [number, number];
  portraits: [number, number]; // share of upright pictures, 0…1
  brightness: [number, number]; // mean luma, 0…1
  saturation: [number, number]; // mean chroma, 0…1
  warmth: [number, number]; // mean red minus blue, -1…1
}

export const moveKinds = ['in', 'out', 'pan', 'drift'] as const;
export interface CameraMove {
  kind: (typeof moveKinds)[number];
  zoom: number; // greatest zoom of the move, 1…1.2
  ease: Shot['move']['ease'];
}

export interface TextStyle {
  font: Caption['font'];
  size: number; // em, as a share of the film's height
  color: keyof FilmTemplate['palette'];
  vertical: boolean;
  x: number;
  y: number;
  anchor: Caption['anchor'];
}

/** A piece of our music. Beat k falls at `firstBeatMs + k * 60000 / bpm`; a longer film repeats [loop.startMs, loop.endMs), a whole number of bars. */
export interface MusicPiece {
  id: string;
  title: string;
  licence: string;
  file: string; // beside the description
  bpm: number;
  beatsPerBar: number;
  firstBeatMs: number;
  loop: { startMs: number; endMs: number };
  durationMs: number;
  /** How loud it is, by 100 ms: K-weighted LUFS and highest sample, dBFS; −120 is silence. What a film hears of it is reckoned from that. */
  levels: { lufs: readonly number[]; peakDb: readonly number[] };
}
