import type { SheetDesign } from '#domain/albums/design.plan.ts';
import type { Poem } from '#domain/albums/poem.plan.ts';
import {
  chaptersOf,
  dateText,
  dayOf,
  spanText,
  stopsOf,
  type Chapter,
  type SheetPicture,
} from '#domain/albums/sheet-chapters.plan.ts';
import { paletteOf } from '#domain/albums/sheet-colors.plan.ts';
import { coverOf } from '#domain/albums/sheet-cover.plan.ts';
import { paragraph, space, strip, words, type Layout } from '#domain/albums/sheet-layout.plan.ts';
import { poemOf } from '#domain/albums/sheet-poem.plan.ts';
import { routeOf } from '#domain/albums/sheet-route.plan.ts';
import { rowsOf, type Placeable, type Row } from '#domain/albums/sheet-rows.plan.ts';
import { openingOf, passage } from '#domain/albums/sheet-title.plan.ts';
import {
  scaledSheet,
  sheetOf,
  sheetWidth,
  tallestSheet,
  type Block,
  type Mark,
  type Sheet,
  type SheetPlan,
} from '#domain/albums/sheet.plan.ts';
import { cleanText } from '#domain/albums/text.plan.ts';

export interface SheetRequest {
  title: string;
  description: string;
  pictures: readonly SheetPicture[]; // in order
  poem: Poem | undefined;
  design: SheetDesign;
}

const shortestInset = 40;
const densities = [1, 1.5, 2.1, 3];

/**
 * Decides a whole long picture: title, way, pictures in order with what is said about them, poem. The same request gives
 * the same sheet. One that would be too tall for a JPEG gets more pictures in a row, and is made smaller where that is not enough.
 */
export function planSheet(request: SheetRequest): SheetPlan {
  const { design, pictures } = request;
  const palette = paletteOf(
    pictures.map(({ facts }) => facts),
    design.paper,
  );
  const layout = { width: sheetWidth, design, palette };
  const options = densities.map((density) => () => layOut(request, layout, density));
  const sheet = firstThatFits(options);
  return { design: design.id, sheet, cover: coverOf(cleanText(request.title), pictures, layout) };
}

function firstThatFits(options: readonly (() => Sheet)[]): Sheet {
  let last: Sheet | undefined;
  for (const option of options) {
    last = option();
    if (last.height <= tallestSheet) return last;
  }
  if (last === undefined) throw new Error('nothing was laid out');
  return scaledSheet(last, (tallestSheet - last.blocks.length) / last.height); // each block may be rounded up
}

/** Paragraphs of the description: the first belongs to the title, the others stand between the pictures. */
const paragraphsOf = (description: string): string[] =>
  description
    .split(/\n+/u)
    .map(cleanText)
    .filter((text) => text !== '');

function layOut({ title, description, pictures, poem }: SheetRequest, layout: Layout, density: number): Sheet {
  const [lead = '', ...passages] = paragraphsOf(description);
  const [first] = pictures;
  if (first === undefined) throw new Error('a long picture has a picture');
  const { design } = layout;
  const stops = stopsOf(pictures);
  const { blocks: opening, hasPoster } = openingOf(
    { title: cleanText(title), about: aboutOf(pictures, stops), poster: placeable(first, 0) },
    lead,
    layout,
  );
  const chapters = chaptersOf(pictures);
  const rows = chapters.flatMap((chapter, i) =>
    chapterOf(chapter, pictures, layout, { density, hasHeading: chapters.length > 1, skips: hasPoster && i === 0 }),
  );
  return sheetOf(sheetWidth, [
    ...opening,
    ...routeOf(stops, layout),
    ...withPassages(rows, passages, layout),
    space(layout, design.space),
    ...(poem === undefined ? [] : [poemOf(poem, layout)]),
    closing(pictures, layout),
  ]);
}

/** When and where, for the title. */
function aboutOf(pictures: readonly SheetPicture[], stops: ReturnType<typeof stopsOf>): string[] {
  const places = [...new Set(stops.map(({ name }) => name.split(' · ')[0] ?? name))];
  const where = places.length > 4 ? `${places.slice(0, 4).join('、')} 等 ${places.length} 地` : places.join('、');
  return [spanText(pictures.map(dayOf)), where].filter((text) => text !== '');
}

const placeable = ({ facts: { width, height, focus } }: SheetPicture, picture: number): Placeable => ({
  picture,
  aspect: width / height,
  focus: { x: focus.x + focus.width / 2, y: focus.y + focus.height / 2 },
});

interface ChapterOptions {
  density: number;
  hasHeading: boolean; // a single chapter's day and place stand in the title
  skips: boolean; // its first picture stands in the title
}

/** A run of blocks that no passage may come between. */
type Run = Block[];

function chapterOf(
  chapter: Chapter,
  all: readonly SheetPicture[],
  layout: Layout,
  { density, hasHeading, skips }: ChapterOptions,
): Run[] {
  const { design, width } = layout;
  const shown = chapter.pictures.slice(skips ? 1 : 0).flatMap((at) => {
    const one = all[at];
    return one === undefined ? [] : [placeable(one, at)];
  });
  const rows = rowsOf(shown, { width, bleed: design.bleed, gap: design.gap, rhythm: design.rhythm, density });
  const runs = rows.map((row) => [...rowOf(row, all, layout), space(layout, design.gap)]);
  const head = hasHeading ? headingOf(chapter, layout) : [];
  const [first = [], ...others] = runs;
  return [[...head, ...first], ...others];
}

function rowOf({ height, frames }: Row, all: readonly SheetPicture[], layout: Layout): Block[] {
  const { design, palette } = layout;
  const { font, size, align } = design.caption;
  const captions = frames.flatMap(({ picture, x, width }) => {
    const text = all[picture]?.caption ?? '';
    if (text === '') return [];
    const left = Math.max(x, shortestInset); // words never touch the edge
    const right = Math.min(x + width, layout.width - shortestInset);
    const at = align === 'middle' ? (left + right) / 2 : left;
    const place = { text, x: at, y: 18, width: right - left - 8, leading: 1.5, lines: 3 };
    return [paragraph(place, { size, font, color: palette.soft, anchor: align })];
  });
  const picture = strip(layout, height, [], frames);
  if (captions.length === 0) return [picture];
  const marks = captions.flatMap((caption) => caption.marks);
  return [picture, strip(layout, Math.max(...captions.map((caption) => caption.height)) + 44, marks)];
}

/** A day and a place, before their pictures. */
function headingOf({ day, place }: Chapter, layout: Layout): Block[] {
  const { width, design, palette } = layout;
  const [when, where] = [dateText(day), place];
  if (when === '' && where === '') return [];
  const x = Math.max(design.margin, design.bleed);
  const font = design.title.font;
  const big = { size: 42, font, color: palette.ink, weight: 'strong' } as const;
  const small = { size: 30, font: design.text.font, color: palette.soft } as const;
  const [name, note] = where === '' ? [when, ''] : [where, when];
  const y = design.space * 0.6 + 56;
  const height = y + 42;
  if (design.heading === 'middle') {
    const below = note === '' ? [] : [words(note, width / 2, y + 54, { ...small, anchor: 'middle', spacing: 3 })];
    return [
      strip(layout, height + (note === '' ? 0 : 50), [
        words(name, width / 2, y, { ...big, anchor: 'middle', spacing: 6 }),
        ...below,
      ]),
    ];
  }
  const lead: Mark =
    design.heading === 'bar'
      ? { kind: 'box', x, y: y - 36, width: 8, height: 42, radius: 0, color: palette.accent }
      : { kind: 'line', x1: x, y1: y - 76, x2: width - x, y2: y - 76, width: 2, color: palette.line };
  const left = design.heading === 'bar' ? x + 28 : x;
  const right = note === '' ? [] : [words(note, width - x, y - 2, { ...small, anchor: 'end' })];
  return [strip(layout, height, [lead, words(name, left, y, big), ...right])];
}

/** Long paragraphs between the pictures, spread evenly; none after the last run while there are pictures to come. */
function withPassages(runs: readonly Run[], passages: readonly string[], layout: Layout): Block[] {
  const { design } = layout;
  const out: Block[] = [];
  let told = 0;
  for (const [i, run] of runs.entries()) {
    const due = Math.round(((i + 1) * passages.length) / (runs.length + 1));
    out.push(...run);
    const isLast = i === runs.length - 1;
    for (; told < (isLast ? passages.length : due); told++) {
      out.push(passage(passages[told] ?? '', layout, design.space * 0.5), space(layout, design.space * 0.6));
    }
  }
  return out;
}

/** The photographs' own colours, and how many they are. */
function closing(pictures: readonly SheetPicture[], layout: Layout): Block {
  const { width, palette, design } = layout;
  const [radius, step, y] = [15, 54, 110];
  const { swatches } = palette;
  const first = (width - (swatches.length - 1) * step) / 2;
  const dots = swatches.flatMap((color, i): Mark[] => {
    const at = { kind: 'dot', x: first + i * step, y } as const;
    return [
      { ...at, radius: radius + 2, color: palette.line },
      { ...at, radius, color },
    ];
  });
  const text = `共 ${pictures.length} 张`;
  const style = { size: 26, font: design.text.font, color: palette.soft, anchor: 'middle', spacing: 4 } as const;
  return strip(layout, 250, [...dots, words(text, width / 2, y + 72, style)]);
}
