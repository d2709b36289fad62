import { paragraph, strip, words, type Layout } from '#domain/albums/sheet-layout.plan.ts';
import type { Block, Frame, Mark } from '#domain/albums/sheet.plan.ts';
import { inCharacters, widthOf, wrapText } from '#domain/albums/text.plan.ts';

export interface Opening {
  title: string; // clean
  about: string[]; // when, where
  poster: Omit<Frame, 'x' | 'y' | 'width' | 'height'> & { aspect: number }; // the first picture
}

const metaSize = 30;
const between = '　';
const notePitch = metaSize * 1.32;
const mostInNote = 22; // characters of a column
const ideographs = /^[\p{Script=Han}\u3000-\u303f\uff01-\uff60]+$/u;

/** The title with when and where, as the design has it. A title that vertical writing does not suit stands on the axis. */
export function headOf(opening: Opening, layout: Layout): Block {
  const { title } = opening;
  const isForColumns = ideographs.test(title) && widthOf(title) <= 16;
  switch (layout.design.title.layout) {
    case 'poster':
      return poster(opening, layout);
    case 'start':
      return start(opening, layout);
    case 'middle':
      return middle(opening, layout);
    case 'columns':
      return isForColumns ? columns(opening, layout) : middle(opening, layout);
  }
}

/** A long title is set smaller. */
const titleSize = (title: string, size: number): number =>
  widthOf(title) > 16 ? size * 0.66 : widthOf(title) > 9 ? size * 0.82 : size;

function middle({ title, about }: Opening, layout: Layout): Block {
  const meta = about.join(between);
  const { width, design, palette } = layout;
  const size = titleSize(title, design.title.size);
  const style = {
    size,
    spacing: size * 0.12,
    font: design.title.font,
    color: palette.ink,
    weight: 'strong',
    anchor: 'middle',
  } as const;
  const place = { text: title, x: width / 2, y: 150, width: width - 2 * design.margin, leading: 1.4, lines: 3 };
  const head = paragraph(place, style);
  const below = 150 + head.height;
  const marks: Mark[] = [
    ...head.marks,
    {
      kind: 'line',
      x1: width / 2 - 28,
      y1: below + 36,
      x2: width / 2 + 28,
      y2: below + 36,
      width: 3,
      color: palette.accent,
    },
  ];
  if (meta === '') return strip(layout, below + 90, marks);
  const small = { size: metaSize, spacing: 3, font: design.text.font, color: palette.soft, anchor: 'middle' } as const;
  return strip(layout, below + 150, [
    ...marks,
    words(fitted(meta, metaSize + 3, width - 2 * design.margin), width / 2, below + 102, small),
  ]);
}

function start({ title, about }: Opening, layout: Layout): Block {
  const meta = about.join(between);
  const { width, design, palette } = layout;
  const x = design.margin;
  const size = titleSize(title, design.title.size);
  const small = {
    size: metaSize,
    spacing: 3,
    font: design.text.font,
    color: palette.accent,
    weight: 'strong',
  } as const;
  const top = meta === '' ? 130 : 196;
  const style = { size, spacing: size * 0.03, font: design.title.font, color: palette.ink, weight: 'strong' } as const;
  const head = paragraph({ text: title, x, y: top, width: width - 2 * x, leading: 1.32, lines: 3 }, style);
  const bar = {
    kind: 'box',
    x,
    y: top + head.height + 40,
    width: 92,
    height: 9,
    radius: 0,
    color: palette.accent,
  } as const;
  const note = meta === '' ? [] : [words(fitted(meta, metaSize + 3, width - 2 * x), x, 160, small)];
  return strip(layout, top + head.height + 89, [...note, ...head.marks, bar]);
}

/** A column of large characters at the right, a sun in the photographs' colour at the left, when and where in small columns. */
function columns({ title, about }: Opening, layout: Layout): Block {
  const { width, design, palette } = layout;
  const size = titleSize(title, design.title.size);
  const pitch = size * 1.22;
  const [top, step, sun] = [140, size * 1.45, 132];
  const lines = wrapText(title, 8, 2);
  const notes = about.map((text) => cut(inCharacters(text), mostInNote));
  const right = width - design.margin - size / 2 - 24;
  const left = right - (lines.length - 1) * step - size * 0.5 - 62;
  const length = Math.max(
    ...lines.map((line) => lengthOf(line, pitch)),
    ...notes.map((note) => lengthOf(note, notePitch) + 8),
  );
  const big = { size, pitch, font: design.title.font, weight: 'strong', color: palette.ink } as const;
  const small = {
    size: metaSize,
    pitch: notePitch,
    font: design.text.font,
    weight: 'regular',
    color: palette.soft,
  } as const;
  const rule = { x1: left + 38, y1: top + 8, x2: left + 38, y2: top + length, width: 2, color: palette.line };
  return strip(layout, top + length + 70, [
    { kind: 'dot', x: design.margin + sun + 30, y: top + sun + 20, radius: sun, color: palette.tint },
    ...lines.map((text, i): Mark => ({ kind: 'column', text, x: right - i * step, y: top, ...big })),
    ...(notes.length === 0 ? [] : [{ kind: 'line' as const, ...rule }]),
    ...notes.map((text, i): Mark => ({ kind: 'column', text, x: left - i * 52, y: top + 8, ...small })),
  ]);
}

const lengthOf = (column: string, pitch: number): number => Array.from(column).length * pitch;

const cut = (text: string, most: number): string => Array.from(text).slice(0, most).join('');

const fitted = (text: string, em: number, width: number): string => wrapText(text, Math.floor(width / em), 1)[0] ?? '';

/** The first picture over the whole width with the title in its lower part. */
function poster({ title, about, poster: { aspect, ...picture } }: Opening, layout: Layout): Block {
  const meta = about.join(between);
  const { width, design } = layout;
  const height = Math.round(width / Math.min(Math.max(aspect, 0.72), 1.25));
  const white = '#ffffff';
  const size = titleSize(title, design.title.size);
  const style = { size, spacing: size * 0.05, font: design.title.font, color: white, weight: 'strong' } as const;
  const x = design.margin;
  const lines = paragraph({ text: title, x, y: 0, width: width - 2 * x, leading: 1.3, lines: 3 }, style);
  const top = height - 84 - (meta === '' ? 0 : 66) - lines.height;
  const head = lines.marks.map((line) => ({ ...line, y: line.y + top }));
  const note = words(fitted(meta, metaSize + 3, width - 2 * x), x, height - 84, {
    size: metaSize,
    spacing: 3,
    font: design.text.font,
    color: white,
  });
  const shade = { kind: 'shade', y: Math.max(0, top - 240), height: height - Math.max(0, top - 240) } as const;
  const frame = { ...picture, x: 0, y: 0, width, height };
  return strip(layout, height, [shade, ...head, ...(meta === '' ? [] : [note])], [frame]);
}
