import type { SheetPicture } from '#domain/albums/sheet-chapters.plan.ts';
import { paragraph, type Layout } from '#domain/albums/sheet-layout.plan.ts';
import { sheetOf, type Sheet } from '#domain/albums/sheet.plan.ts';

const width = 540;
const margin = 36;

/** How well a picture stands for the others: neither dark nor glaring, and with colour. */
function worth({ facts: { brightness, colors } }: SheetPicture): number {
  const chroma = colors.reduce((sum, { rgb, share }) => sum + (share * (Math.max(...rgb) - Math.min(...rgb))) / 255, 0);
  return chroma - Math.abs(brightness - 0.55);
}

/** The best picture above the title; without a title it fills the cover. */
export function coverOf(title: string, pictures: readonly SheetPicture[], { design, palette }: Layout): Sheet {
  const best = pictures.reduce((at, one, i) => (worth(one) > worth(pictures[at] ?? one) ? i : at), 0);
  const { x = 0.5, y = 0.5, width: w = 0, height: h = 0 } = pictures[best]?.facts.focus ?? {};
  const isUpright = pictures[best]?.facts.orientation === 'portrait';
  const height = isUpright ? 640 : 480;
  const frame = { picture: best, x: 0, y: 0, width, height, focus: { x: x + w / 2, y: y + h / 2 } };
  const block = { height, paper: palette.paper, frames: [frame], marks: [] };
  if (title === '') return sheetOf(width, [block]);
  const style = { size: 40, font: design.title.font, color: palette.ink, weight: 'strong' } as const;
  const head = paragraph({ text: title, x: margin, y: 30, width: width - 2 * margin, leading: 1.4, lines: 2 }, style);
  const bar = {
    kind: 'box',
    x: margin,
    y: 50 + head.height,
    width: 48,
    height: 5,
    radius: 0,
    color: palette.accent,
  } as const;
  const below = { height: Math.round(head.height) + 90, paper: palette.paper, frames: [], marks: [...head.marks, bar] };
  return sheetOf(width, [block, below]);
}
