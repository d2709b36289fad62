import { join } from 'node:path';
import sharp from 'sharp';
import { createSheetStudio } from '#adapters/media/sheet-studio.ts';
import type { Block, Frame, Sheet } from '#domain/albums/sheet.plan.ts';
import type { Color } from './kit.ts';

export const paper = '#f0e8d8';

export const tones: Color[] = [
  { r: 200, g: 40, b: 40 },
  { r: 40, g: 160, b: 60 },
  { r: 40, g: 60, b: 200 },
];

export const frame = (picture: number, change: Partial<Frame> = {}): Frame => ({
  picture,
  x: 0,
  y: 0,
  width: 270,
  height: 200,
  focus: { x: 0.5, y: 0.5 },
  ...change,
});
export const block = (height: number, change: Partial<Block> = {}): Block => ({
  height,
  paper,
  frames: [],
  marks: [],
  ...change,
});
export const sheetOf = (blocks: Block[], width = 270): Sheet => ({
  width,
  height: blocks.reduce((sum, { height }) => sum + height, 0),
  blocks,
});

/** A studio, and a way to look at what it drew. */
export function drawingIn(dir: string) {
  const studio = createSheetStudio();
  const job = { signal: new AbortController().signal };
  async function draw(name: string, sheet: Sheet, pictures: string[]) {
    const out = join(dir, name);
    await studio.drawSheet({ sheet, pictures, out }, job);
    const { data, info } = await sharp(out, { limitInputPixels: false }).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number): [number, number, number] => {
      const i = (y * info.width + x) * 3;
      return [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
    };
    return { out, at, meta: await sharp(out).metadata() };
  }
  return { studio, job, draw };
}

export function expectNear(color: readonly [number, number, number], { r, g, b }: Color, off = 8): void {
  [r, g, b].forEach((value, i) => expect(Math.abs((color[i] ?? 0) - value)).toBeLessThanOrEqual(off));
}

export const paperColor = { r: 0xf0, g: 0xe8, b: 0xd8 };
