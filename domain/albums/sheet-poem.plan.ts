import { machineMade, type Poem } from '#domain/albums/poem.plan.ts';
import { strip, words, type Layout } from '#domain/albums/sheet-layout.plan.ts';
import type { Block, Mark } from '#domain/albums/sheet.plan.ts';
import { cleanText, wrapText } from '#domain/albums/text.plan.ts';

const leisure = '行旅'; // a seal need not be a name: travellers' seals said things like this
const marksOfLines = ['，', '。'] as const;

/** The poem on tinted paper, in vertical writing with a seal or in lines on the axis. */
export function poemOf(poem: Poem, layout: Layout): Block {
  const block = layout.design.poem.layout === 'columns' ? inColumns(poem, layout) : inLines(poem, layout);
  return { ...block, paper: layout.palette.tint };
}

/** Lines of a poem; in couplets the first ends in a comma, the second in a stop. */
const linesOf = ({ text }: Poem, punctuation: boolean): string[] =>
  text.split('\n').map((line, i) => (punctuation ? `${line}${marksOfLines[i % 2]}` : line));

/** A name of three characters is filled up with that for a seal. */
function sealOf({ author }: Poem): string {
  const name = author === machineMade ? [] : Array.from(cleanText(author)).slice(0, 4);
  return name.length === 0 ? leisure : `${name.join('')}${name.length === 3 ? '印' : ''}`;
}

/** From the right: title and poet, then the lines, then the seal where the writing ends. All of it stands in the middle of the sheet. */
function inColumns(poem: Poem, layout: Layout): Block {
  const { width, design, palette } = layout;
  const { size, font, punctuation } = design.poem;
  const [pitch, step, top] = [size * 1.3, size * 2.05, 130];
  const lines = linesOf(poem, punctuation);
  const longest = Math.max(...poem.text.split('\n').map((line) => Array.from(line).length));
  const length = longest * pitch;
  const small = size * 0.56;
  const [side, gap] = [size * 1.12, size * 1.15];
  const hasHead = poem.title !== '' || poem.author !== '';
  const whole = (hasHead ? small + gap : 0) + (lines.length - 1) * step + size + gap * 0.6 + side;
  const right = (width + whole) / 2;
  const first = right - (hasHead ? small + gap : 0) - size / 2;
  const body = { size, pitch, font, weight: 'regular', color: palette.ink } as const;
  const columns = lines.map((text, i): Mark => ({ kind: 'column', text, x: first - i * step, y: top, ...body }));
  const last = first - (lines.length - 1) * step;
  const seal: Mark = {
    kind: 'seal',
    text: sealOf(poem),
    x: last - size / 2 - gap * 0.6 - side,
    y: top + length - side - (pitch - size) / 2,
    side,
  };
  const head = hasHead ? signature(poem, layout, { x: right - small / 2, top, length, size: small }) : [];
  return strip(layout, top + length + 130, [...head, ...columns, seal]);
}

/** Title at the top and poet at the foot of one column; a long title is cut. */
function signature(
  poem: Poem,
  { design, palette }: Layout,
  { x, top, length, size }: { x: number; top: number; length: number; size: number },
): Mark[] {
  const pitch = size * 1.25;
  const style = { x, size, pitch, font: design.poem.font, weight: 'regular' } as const;
  const author = cleanText(poem.author);
  const below = Array.from(author).length * pitch;
  const room = Math.floor((length - below) / pitch) - 1;
  const [title = ''] = wrapText(cleanText(poem.title), room, 1);
  const marks: Mark[] = [{ kind: 'column', text: title, y: top, color: palette.accent, ...style }];
  if (author === '') return marks;
  return [...marks, { kind: 'column', text: author, y: top + length - below, color: palette.soft, ...style }];
}

function inLines(poem: Poem, layout: Layout): Block {
  const { width, design, palette } = layout;
  const { size, font, punctuation } = design.poem;
  const [spacing, leading, top] = [size * 0.16, size * 1.85, 130];
  const axis = { font, anchor: 'middle', spacing } as const;
  const lines = linesOf(poem, punctuation).map((text, i) =>
    words(text, width / 2, top + size * 0.9 + i * leading, { ...axis, size, color: palette.ink }),
  );
  const foot = top + size * 0.9 + (lines.length - 1) * leading;
  const source = [cleanText(poem.author), poem.title === '' ? '' : `《${cleanText(poem.title)}》`].join('');
  const side = size * 1.2;
  const seal: Mark = { kind: 'seal', text: sealOf(poem), x: (width - side) / 2, y: foot + leading * 1.35, side };
  const [signed = ''] = wrapText(source, 24, 1);
  const by = words(signed, width / 2, foot + leading * 0.95, { ...axis, size: size * 0.62, color: palette.soft });
  return strip(layout, foot + leading * 1.35 + side + 120, [...lines, ...(signed === '' ? [] : [by]), seal]);
}
