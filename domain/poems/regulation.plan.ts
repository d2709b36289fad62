import { patternsOf, type LineLength, type Pattern } from './pattern.plan.ts';
import { suits, type Readings } from './readings.plan.ts';

/** How a poem keeps the rules of a regulated quatrain. */
export interface Regulation {
  /** Four lines of five, or four of seven, all ideographs. */
  hasForm: boolean;
  /** Share of the places that keep the pattern the poem is nearest to, 0…1. */
  tones: number;
  /** Lines two and four end in level characters of one rhyme group, and line one where the pattern rhymes it. */
  rhymes: boolean;
  /** No character stands twice. */
  isVaried: boolean;
}

const chars = (line: string): string[] => Array.from(line);

function lengthOf(lines: readonly string[]): LineLength | undefined {
  const length = chars(lines[0] ?? '').length;
  const isEven = lines.length === 4 && lines.every((line) => /^\p{Script=Han}+$/u.test(line));
  return isEven && lines.every((line) => chars(line).length === length) && (length === 5 || length === 7)
    ? length
    : undefined;
}

function share(lines: readonly string[], pattern: Pattern, readings: Readings): number {
  const kept = pattern.lines.flatMap((places, i) => {
    const line = chars(lines[i] ?? '');
    return places.map((place, j) => suits(readings.get(line[j] ?? ''), place));
  });
  return kept.filter(Boolean).length / kept.length;
}

function rhyme(lines: readonly string[], pattern: Pattern, readings: Readings): boolean {
  const ends = lines.filter((_, i) => pattern.rhymed[i]).map((line) => readings.get(line.at(-1) ?? '')?.rhymes ?? []);
  const [first = [], ...others] = ends;
  return first.some((group) => others.every((groups) => groups.includes(group)));
}

/** Judges a poem by the pattern it is nearest to; of equals, by one whose rhymes it keeps. */
export function regulationOf(lines: readonly string[], readings: Readings): Regulation {
  const length = lengthOf(lines);
  if (length === undefined) return { hasForm: false, tones: 0, rhymes: false, isVaried: false };
  const judged = patternsOf(length).map((pattern) => ({
    tones: share(lines, pattern, readings),
    rhymes: rhyme(lines, pattern, readings),
  }));
  const [best = { tones: 0, rhymes: false }] = judged.toSorted(
    (a, b) => b.tones - a.tones || Number(b.rhymes) - Number(a.rhymes),
  );
  const all = chars(lines.join(''));
  return { hasForm: true, ...best, isVaried: new Set(all).size === all.length };
}
