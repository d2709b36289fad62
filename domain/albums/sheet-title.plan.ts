import { headOf, type Opening } from '#domain/albums/sheet-heads.plan.ts';
import { space, strip, paragraph, type Layout } from '#domain/albums/sheet-layout.plan.ts';
import type { Block } from '#domain/albums/sheet.plan.ts';
import { widthOf } from '#domain/albums/text.plan.ts';

/** How a sheet begins: title, when and where, first paragraph. `hasPoster`: the first picture is in it. */
export function openingOf(opening: Opening, lead: string, layout: Layout): { blocks: Block[]; hasPoster: boolean } {
  const { title, about } = opening;
  if (title === '' && lead === '' && about.length === 0)
    return { blocks: [space(layout, layout.design.bleed)], hasPoster: false };
  const hasPoster = layout.design.title.layout === 'poster';
  return { blocks: [headOf(opening, layout), ...leadOf(lead, layout)], hasPoster };
}

/** One line stands on the axis where the title does; a paragraph is set in full lines. */
function leadOf(lead: string, layout: Layout): Block[] {
  if (lead === '') return [space(layout, layout.design.space / 2)];
  const { design } = layout;
  const above = design.title.layout === 'poster' ? design.space * 0.8 : 30;
  return [passage(lead, layout, above), space(layout, design.space * 0.8)];
}

/** A paragraph of the owner's words. */
export function passage(text: string, layout: Layout, above: number): Block {
  const { width, design, palette } = layout;
  const indent = design.title.layout === 'middle' ? 60 : 0;
  const x = design.margin + indent;
  const style = { size: design.text.size, font: design.text.font, color: palette.ink };
  const room = width - 2 * x;
  const isShort = indent > 0 && widthOf(text) * style.size <= room;
  const place = { text, x: isShort ? width / 2 : x, y: above, width: room, leading: 1.85, lines: 200 };
  const { marks, height } = paragraph(place, isShort ? { ...style, anchor: 'middle' } : style);
  return strip(layout, above + height, marks);
}
