import sharp from 'sharp';
import type { Block, Frame } from '#domain/albums/sheet.plan.ts';
import { rawOf } from '../decode.ts';
import { knowFaces } from '../fonts.ts';
import { svgOf } from './drawing.ts';

/** The pixels of a block, RGB. `take` gives the pixels of a frame, asked for in order. */
export async function paint(block: Block, width: number, take: (frame: Frame) => Promise<Buffer>): Promise<Buffer> {
  const size = { width, height: block.height };
  if (block.marks.length > 0) await knowFaces();
  if (block.frames.length === 0 && block.marks.length > 0)
    return sharp(svgOf(block.marks, size, block.paper))
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer();
  const canvas = Buffer.alloc(width * block.height * 3, Buffer.from(block.paper.slice(1), 'hex'));
  for (const frame of block.frames) hang(await take(frame), frame, canvas, width);
  if (block.marks.length === 0) return canvas;
  return rawOf(canvas, size)
    .composite([{ input: svgOf(block.marks, size) }])
    .removeAlpha()
    .raw()
    .toBuffer();
}

function hang(pixels: Buffer, { x, y, width, height }: Frame, canvas: Buffer, line: number): void {
  for (let row = 0; row < height; row++)
    pixels.copy(canvas, ((y + row) * line + x) * 3, row * width * 3, (row + 1) * width * 3);
}
