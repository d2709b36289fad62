import { sealRows, vermilion } from '#domain/albums/seal.plan.ts';
import type { Column, Mark, Words } from '#domain/albums/sheet.plan.ts';
import { families } from '../fonts.ts';
import type { Size } from '../geometry.ts';
import { charactersOf, escapeMarkup, uprightForm } from '../markup.ts';

const shadeId = 'shade';
const baseline = 0.86; // of the em, from its top: where ideographs stand

const n = (value: number): string => String(Math.round(value * 100) / 100);

/** A drawing as SVG. All words in it are escaped, and nothing in it refers to anything outside. */
export const svgOf = (marks: readonly Mark[], { width, height }: Size, paper?: string): Buffer =>
  Buffer.from(
    [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
      `<linearGradient id="${shadeId}" x1="0" x2="0" y1="0" y2="1"><stop offset="0" stop-opacity="0"/><stop offset="0.55" stop-opacity="0.42"/><stop offset="1" stop-opacity="0.66"/></linearGradient>`,
      paper === undefined ? '' : `<rect width="${width}" height="${height}" fill="${paper}"/>`,
      ...marks.map((mark) => drawn(mark, width)),
      '</svg>',
    ].join(''),
  );

function drawn(mark: Mark, width: number): string {
  switch (mark.kind) {
    case 'words':
      return wordsOf(mark);
    case 'column':
      return columnOf(mark);
    case 'line':
      return `<line x1="${n(mark.x1)}" y1="${n(mark.y1)}" x2="${n(mark.x2)}" y2="${n(mark.y2)}" stroke="${mark.color}" stroke-width="${n(mark.width)}"/>`;
    case 'box':
      return `<rect x="${n(mark.x)}" y="${n(mark.y)}" width="${n(mark.width)}" height="${n(mark.height)}" rx="${n(mark.radius)}" fill="${mark.color}"/>`;
    case 'dot':
      return `<circle cx="${n(mark.x)}" cy="${n(mark.y)}" r="${n(mark.radius)}" fill="${mark.color}"/>`;
    case 'curve': {
      const dash = mark.dash === 0 ? '' : ` stroke-dasharray="${n(mark.dash)}"`;
      return `<path d="${smooth(mark.points)}" fill="none" stroke="${mark.color}" stroke-width="${n(mark.width)}" stroke-linecap="round"${dash}/>`;
    }
    case 'seal':
      return sealOf(mark.text, mark.x, mark.y, mark.side);
    case 'shade':
      return `<rect y="${n(mark.y)}" width="${width}" height="${n(mark.height)}" fill="url(#${shadeId})"/>`;
  }
}

const faceOf = ({ font, weight, size, color }: Pick<Words, 'font' | 'weight' | 'size' | 'color'>): string =>
  `font-family="${families[font].family}" font-weight="${families[font].weights[weight]}" font-size="${n(size)}" fill="${color}"`;

/** SVG puts space behind the last character too; the anchor must not count it. */
function wordsOf({ text, x, y, spacing, anchor, ...face }: Words): string {
  const shift = { start: 0, middle: spacing / 2, end: spacing }[anchor];
  return `<text x="${n(x + shift)}" y="${n(y)}" text-anchor="${anchor}" letter-spacing="${n(spacing)}" xml:space="preserve" ${faceOf(face)}>${escapeMarkup(text)}</text>`;
}

/** Each character at its place; punctuation in its vertical form. */
function columnOf({ text, x, y, size, pitch, ...face }: Column): string {
  const characters = charactersOf(text).map((character, i) => {
    const top = y + i * pitch + (pitch - size) / 2;
    return `<text x="${n(x)}" y="${n(top + baseline * size)}">${escapeMarkup(uprightForm(character))}</text>`;
  });
  return `<g text-anchor="middle" ${faceOf({ ...face, size })}>${characters.join('')}</g>`;
}

function sealOf(text: string, x: number, y: number, side: number): string {
  const rows = sealRows(text);
  const inset = side * 0.07;
  const room = side - 4 * inset;
  const size = rows.length === 1 ? room * 0.92 : room / 2;
  const face = faceOf({ font: 'serif', weight: 'strong', size, color: '#ffffff' });
  const top = y + (side - rows.length * size) / 2;
  const lines = rows.map(
    (row, i) => `<text x="${n(x + side / 2)}" y="${n(top + i * size + baseline * size)}">${escapeMarkup(row)}</text>`,
  );
  const box = (margin: number, look: string): string =>
    `<rect x="${n(x + margin)}" y="${n(y + margin)}" width="${n(side - 2 * margin)}" height="${n(side - 2 * margin)}" rx="${n(side * 0.07)}" ${look}/>`;
  const border = box(inset, `fill="none" stroke="#ffffff" stroke-width="${n(side * 0.022)}"`);
  return `${box(0, `fill="${vermilion}"`)}${border}<g text-anchor="middle" ${face}>${lines.join('')}</g>`;
}

interface Point {
  x: number;
  y: number;
}

/** Catmull and Rom's curve through the points, as Bézier pieces. */
function smooth(points: readonly Point[]): string {
  const [first] = points;
  if (first === undefined) return '';
  const pieces = points.slice(1).map((to, i) => {
    const from = points[i] ?? to;
    const before = points[i - 1] ?? from;
    const after = points[i + 2] ?? to;
    const out = { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 };
    const into = { x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6 };
    return `C${n(out.x)} ${n(out.y)} ${n(into.x)} ${n(into.y)} ${n(to.x)} ${n(to.y)}`;
  });
  return `M${n(first.x)} ${n(first.y)}${pieces.join('')}`;
}
