import type { Caption } from '#domain/albums/film.plan.ts';
import { sealRows, vermilion } from '#domain/albums/seal.plan.ts';
import type { Size } from '../geometry.ts';
import { blank, cropped, lay, overlayOf, rgbOf, type Overlay, type Painting, type Rgb } from './painting.ts';
import { setColumn, setLines, soften, type Mask } from './type.ts';

/** A caption drawn once, with its place on the frame. */
export interface Lettering extends Overlay {
  caption: Caption;
  x: number; // px, even
  y: number;
}

interface Piece {
  mask: Mask;
  left: number;
  top: number;
}

interface Block extends Size {
  pieces: Piece[];
  seal?: { mask: Mask; left: number; top: number; side: number };
}

const white: Rgb = [1, 1, 1];
const black: Rgb = [0, 0, 0];
const columnGap = 0.55; // em
const roomiest = 0.94; // share of the frame a caption may take

/** Draws a caption: type with a soft shadow, and its seal. Nothing for a blank text. Too large a text is set smaller, and cut off where even that does not help. */
export async function letter(caption: Caption, film: Size): Promise<Lettering | undefined> {
  const lines = caption.text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return undefined;
  const block = await compose(caption, lines);
  const room = Math.min((film.width * roomiest) / block.width, (film.height * roomiest) / block.height);
  if (room < 1 && caption.size > 8) {
    return letter({ ...caption, size: Math.max(8, Math.floor(caption.size * room)) }, film);
  }
  return place(caption, cropped(await paint(caption, block), film), film);
}

async function compose(caption: Caption, lines: string[]): Promise<Block> {
  const block = caption.vertical ? await columns(caption, lines) : await rows(caption, lines);
  return caption.seal === undefined || caption.seal.trim() === '' ? block : withSeal(caption, caption.seal, block);
}

async function rows(caption: Caption, lines: string[]): Promise<Block> {
  const align = caption.anchor.endsWith('left') ? 'left' : caption.anchor.endsWith('right') ? 'right' : 'centre';
  const mask = await setLines(lines, caption, align);
  return { width: mask.width, height: mask.height, pieces: [{ mask, left: 0, top: 0 }] };
}

async function columns(caption: Caption, lines: string[]): Promise<Block> {
  const masks = await Promise.all(lines.map((line) => setColumn(line, caption)));
  const wide = Math.max(...masks.map(({ width }) => width));
  const step = wide + Math.round(caption.size * columnGap);
  const width = step * (masks.length - 1) + wide;
  const pieces = masks.map((mask, i) => ({
    mask,
    left: width - wide - i * step + Math.floor((wide - mask.width) / 2),
    top: 0,
  }));
  return { width, height: Math.max(...masks.map(({ height }) => height)), pieces };
}

/** The seal stands where a signature does: below the last column, or behind the last line. */
async function withSeal(caption: Caption, text: string, block: Block): Promise<Block> {
  const characters = Array.from(text).slice(0, 4);
  const size = Math.max(8, Math.round(caption.size * (characters.length === 1 ? 0.62 : 0.44)));
  const mask = await setLines(sealRows(text), { font: 'serif', size }, 'centre');
  const side = Math.max(mask.width, mask.height) + 2 * Math.round(size * 0.3);
  const gap = Math.round(caption.size * 0.4);
  const last = block.pieces.at(-1);
  const middle = last === undefined ? 0 : last.left + last.mask.width / 2;
  if (caption.vertical) {
    const shift = Math.max(0, Math.ceil(side / 2 - middle));
    const top = (last?.mask.height ?? 0) + gap;
    return {
      width: block.width + shift,
      height: Math.max(block.height, top + side),
      pieces: block.pieces.map((piece) => ({ ...piece, left: piece.left + shift })),
      seal: { mask, side, left: Math.round(middle + shift - side / 2), top },
    };
  }
  const height = Math.max(block.height, side);
  return {
    width: block.width + gap + side,
    height,
    pieces: block.pieces.map((piece) => ({ ...piece, top: piece.top + height - block.height })),
    seal: { mask, side, left: block.width + gap, top: height - side },
  };
}

const even = (value: number): number => 2 * Math.round(value / 2);

async function paint(caption: Caption, block: Block): Promise<Painting> {
  const margin = Math.max(2, Math.ceil(caption.size / 4));
  const width = 2 * Math.ceil((block.width + 2 * margin) / 2);
  const height = 2 * Math.ceil((block.height + 2 * margin) / 2);
  const painting = blank({ width, height });
  const drop = Math.max(1, Math.round(caption.size / 24));
  for (const { mask, left, top } of block.pieces) {
    const shadow = await soften(mask, margin, caption.size / 14);
    lay(painting, shadow, left + drop, top + drop, black, 0.7);
  }
  const ink = rgbOf(caption.color);
  for (const { mask, left, top } of block.pieces) lay(painting, mask, left + margin, top + margin, ink);
  if (block.seal !== undefined) stamp(painting, block.seal, margin);
  return painting;
}

function stamp(painting: Painting, { mask, side, left, top }: NonNullable<Block['seal']>, margin: number): void {
  lay(painting, roundedSquare(side), left + margin, top + margin, rgbOf(vermilion), 0.94);
  const inset = (length: number) => margin + Math.round((side - length) / 2);
  lay(painting, mask, left + inset(mask.width), top + inset(mask.height), white);
}

function roundedSquare(side: number): Mask {
  const cover = new Uint8Array(side * side);
  const radius = side * 0.12;
  const beyond = (at: number) => Math.max(radius - at - 0.5, at + 0.5 - (side - radius), 0);
  for (let i = 0; i < cover.length; i++) {
    const distance = Math.hypot(beyond(i % side), beyond(Math.floor(i / side)));
    cover[i] = Math.round(255 * Math.min(1, Math.max(0, radius - distance + 0.5)));
  }
  return { cover, width: side, height: side };
}

function place(caption: Caption, painting: Painting, film: Size): Lettering {
  const at = (anchor: number, length: number, all: number, low: RegExp, high: RegExp) => {
    const offset = low.test(caption.anchor) ? 0 : high.test(caption.anchor) ? length : length / 2;
    return even(Math.min(Math.max(anchor * all - offset, 0), all - length));
  };
  return {
    ...overlayOf(painting),
    caption,
    x: at(caption.x, painting.width, film.width, /left$/, /right$/),
    y: at(caption.y, painting.height, film.height, /^top/, /^bottom/),
  };
}
