import sharp from 'sharp';
import type { Caption } from '#domain/albums/film.plan.ts';
import { typefaces } from '../fonts.ts';
import { charactersOf, escapeMarkup, uprightForm } from '../markup.ts';
import type { Size } from '../geometry.ts';

/** How much of each pixel is covered, 0…255. */
export interface Mask extends Size {
  cover: Uint8Array;
}

type Type = Pick<Caption, 'font' | 'size'>;
type Align = 'left' | 'centre' | 'right';

const strut = '<span alpha="1">国</span>'; // unseen, but it gives a line its full height
const pitch = 0.82; // distance of characters in a column, of the font's own line height

async function set(markup: string, { font, size }: Type, align: Align): Promise<Mask> {
  const { family, file } = typefaces[font];
  const { data, info } = await sharp({
    text: { text: markup, font: `${family} ${size}px`, fontfile: file, rgba: true, align },
  })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const cover = new Uint8Array(info.width * info.height);
  for (let i = 0; i < cover.length; i++) cover[i] = data[i * 4 + 3] ?? 0;
  return { cover, width: info.width, height: info.height };
}

/** Lines below each other. */
export const setLines = (lines: readonly string[], type: Type, align: Align): Promise<Mask> =>
  set(`<span foreground="white">${escapeMarkup(lines.join('\n'))}</span>`, type, align);

/** Characters below each other, punctuation in its vertical form. */
export async function setColumn(line: string, type: Type): Promise<Mask> {
  const characters = charactersOf(line).map((one) => escapeMarkup(uprightForm(one)));
  const rows = [strut, ...characters, strut].join('\n');
  const mask = await set(`<span foreground="white" line_height="${pitch}">${rows}</span>`, type, 'centre');
  const alone = await set(strut, type, 'centre');
  const step = (mask.height - alone.height) / (characters.length + 1);
  const top = Math.round(step);
  const height = Math.min(Math.round(step * (characters.length - 1)) + alone.height + 2, mask.height - top);
  return { cover: mask.cover.slice(top * mask.width, (top + height) * mask.width), width: mask.width, height };
}

/** A soft copy, for shadows; the mask grows by `margin` on all sides. */
export async function soften({ cover, width, height }: Mask, margin: number, sigma: number): Promise<Mask> {
  const wide = { width: width + 2 * margin, height: height + 2 * margin };
  const padded = new Uint8Array(wide.width * wide.height);
  for (let y = 0; y < height; y++) {
    padded.set(cover.subarray(y * width, (y + 1) * width), (y + margin) * wide.width + margin);
  }
  const raw = { ...wide, channels: 1 } as const;
  const data = await sharp(padded, { raw }).blur(Math.max(0.3, sigma)).toColourspace('b-w').raw().toBuffer();
  return { ...wide, cover: data };
}
