/** Characters of a line of a quatrain. */
export type LineLength = 5 | 7;

/** What a place of a regulated line asks for: a level tone (平), an oblique one (仄), or either. */
export type Place = 'level' | 'oblique' | 'free';

export interface Pattern {
  name: string;
  lines: readonly (readonly Place[])[];
  /** Which lines rhyme. */
  rhymed: readonly boolean[];
}

const signs: Readonly<Record<string, Place>> = { 平: 'level', 仄: 'oblique', 中: 'free' };

/**
 * The four regulated lines of five, after Wang Li, 诗词格律: 甲 and 乙 end oblique, 丙 and 丁 level, and every second place
 * alternates. Places one and three are free, save where a free one would leave a single level tone amid oblique ones
 * (孤平, in 丁) or end the line on three of a kind (三平尾, in 丙; 三仄尾, in 乙). A line of seven has two places before it.
 */
const fives = { 甲: '中仄中平仄', 乙: '中平平仄仄', 丙: '中仄仄平平', 丁: '平平中仄平' } as const;
const sevens = { 甲: '中平中仄中平仄', 乙: '中仄中平平仄仄', 丙: '中平中仄仄平平', 丁: '中仄平平中仄平' } as const;
type Line = keyof typeof fives;

/** A quatrain opens 仄起 or 平起 by the second character of its first line, which may rhyme with lines two and four. */
const orders: readonly { opening: Record<LineLength, string>; lines: readonly Line[]; isFirstRhymed: boolean }[] = [
  { opening: { 5: '仄起', 7: '平起' }, lines: ['甲', '丁', '乙', '丙'], isFirstRhymed: false },
  { opening: { 5: '仄起', 7: '平起' }, lines: ['丙', '丁', '乙', '丙'], isFirstRhymed: true },
  { opening: { 5: '平起', 7: '仄起' }, lines: ['乙', '丙', '甲', '丁'], isFirstRhymed: false },
  { opening: { 5: '平起', 7: '仄起' }, lines: ['丁', '丙', '甲', '丁'], isFirstRhymed: true },
];

/** The four tone patterns of a regulated quatrain (五绝, 七绝). */
export function patternsOf(length: LineLength): Pattern[] {
  const lines = length === 5 ? fives : sevens;
  return orders.map(({ opening, lines: names, isFirstRhymed }) => ({
    name: `${length === 5 ? '五绝' : '七绝'}${opening[length]}首句${isFirstRhymed ? '入韵' : '不入韵'}`,
    lines: names.map((name) => Array.from(lines[name], (sign) => signs[sign] ?? 'free')),
    rhymed: [isFirstRhymed, true, false, true],
  }));
}
