import type { SheetDesign } from '#domain/albums/design.plan.ts';
import type { Palette } from '#domain/albums/sheet-colors.plan.ts';
import type { Block, Frame, Mark, Words } from '#domain/albums/sheet.plan.ts';
import { widthOf, wrapText } from '#domain/albums/text.plan.ts';

/** What all parts of a sheet are laid out with. */
export interface Layout {
  width: number;
  design: SheetDesign;
  palette: Palette;
}

export const strip = (layout: Layout, height: number, marks: Mark[], frames: Frame[] = []): Block => ({
  height: Math.round(height),
  paper: layout.palette.paper,
  frames,
  marks,
});

/** Empty paper. */
export const space = (layout: Layout, height: number): Block => strip(layout, height, []);

type Style = Pick<Words, 'size' | 'font' | 'color'> & Partial<Pick<Words, 'weight' | 'spacing' | 'anchor'>>;

export const words = (text: string, x: number, y: number, style: Style): Words => ({
  kind: 'words',
  text,
  x,
  y,
  weight: 'regular',
  spacing: 0,
  anchor: 'start',
  ...style,
});

interface Paragraph {
  text: string;
  x: number; // left edge, or middle
  y: number; // upper edge
  width: number;
  leading: number; // from line to line, em
  lines: number; // at most
}

/** Text in lines, and how much height they take. */
export function paragraph(
  { text, x, y, width, leading, lines }: Paragraph,
  style: Style,
): { marks: Words[]; height: number } {
  const em = (width + (style.spacing ?? 0)) / (style.size + (style.spacing ?? 0));
  const set = wrapText(text, Math.floor(em), lines);
  const step = style.size * leading;
  const first = y + (step - style.size) / 2 + style.size * 0.86; // where ideographs stand on the baseline
  return { marks: set.map((line, i) => words(line, x, first + i * step, style)), height: set.length * step };
}

/** Width of a line in px. */
export const lengthOf = (text: string, { size, spacing = 0 }: Pick<Style, 'size' | 'spacing'>): number =>
  widthOf(text) * size + Array.from(text).length * spacing;
