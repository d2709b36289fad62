import type { Font } from '#domain/albums/sheet.plan.ts';
import type { Suitability } from '#domain/albums/template.plan.ts';

/** The look of a long picture, as data. Lengths are px on a sheet of 1,080 px. */
export interface SheetDesign {
  id: string;
  name: string;
  suits: Suitability;
  paper: { tone: 'light' | 'dark'; chroma: number }; // OKLCH chroma; its hue is that of the photographs
  margin: number; // beside words
  bleed: number; // beside pictures
  gap: number; // between pictures
  space: number; // between parts
  rhythm: number[]; // how wide the pictures of a row are together, in heights of the row; repeated in turn
  title: { layout: (typeof titleLayouts)[number]; font: Font; size: number };
  text: { font: Font; size: number };
  caption: { font: Font; size: number; align: 'start' | 'middle' };
  heading: (typeof headings)[number]; // how a day or a place begins
  poem: { layout: (typeof poemSettings)[number]; font: Font; size: number; punctuation: boolean };
}

/** `columns`: vertical writing beside a sun; `middle`: on the axis; `start`: at the margin; `poster`: over the first picture. */
export const titleLayouts = ['columns', 'middle', 'start', 'poster'] as const;

/** `columns`: vertical writing from right to left; `lines`: below each other on the axis. */
export const poemSettings = ['columns', 'lines'] as const;

export const headings = ['rule', 'middle', 'bar'] as const;
