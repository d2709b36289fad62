import type { LineLength, Pattern, Place } from './pattern.plan.ts';
import { patternsOf } from './pattern.plan.ts';
import type { Readings } from './readings.plan.ts';
import { footholds } from './wording.plan.ts';

/** Characters that must stand at certain places, and what every place asks for. */
export interface Scheme {
  pattern: Pattern;
  places: readonly Place[];
  /** Character by place. */
  fixed: ReadonlyMap<number, string>;
  /** Places whose character rhymes. */
  rhymed: ReadonlySet<number>;
}

interface Spot {
  word: string;
  line: number;
  start: number;
}

/** All places for a word that leave the rhymes free. */
function spotsFor(word: string, pattern: Pattern, readings: Readings): Spot[] {
  return pattern.lines.flatMap((places, line) =>
    footholds(word, places, readings)
      .filter((start) => !(pattern.rhymed[line] && start + Array.from(word).length === places.length))
      .map((start) => ({ word, line, start })),
  );
}

const pick = <T>(from: readonly T[], draw: () => number): T | undefined => from[Math.floor(draw() * from.length)];

/** Whether some pattern has a place for a word. */
export const hasPlace = (word: string, length: LineLength, readings: Readings): boolean =>
  patternsOf(length).some((pattern) => spotsFor(word, pattern, readings).length > 0);

/** A tone pattern by lot that has a place for the first word; places by lot for the words, in different lines. */
export function drawScheme(
  length: LineLength,
  words: readonly string[],
  readings: Readings,
  draw: () => number,
): Scheme {
  const [first] = words;
  const patterns = patternsOf(length);
  const roomy = patterns.filter((one) => first === undefined || spotsFor(first, one, readings).length > 0);
  const pattern = pick(roomy, draw);
  if (!pattern) throw new Error(`no pattern has a place for ${first}`);
  const spots: Spot[] = [];
  for (const word of words) {
    const isNew = !spots.some((spot) => Array.from(spot.word).some((char) => word.includes(char)));
    const free = spotsFor(word, pattern, readings).filter(({ line }) => spots.every((spot) => spot.line !== line));
    const spot = isNew ? pick(free, draw) : undefined;
    if (spot) spots.push(spot);
  }
  const fixed = spots.flatMap(({ word, line, start }) =>
    Array.from(word, (char, i) => [line * length + start + i, char] as const),
  );
  const rhymed = pattern.rhymed.flatMap((isRhymed, line) => (isRhymed ? [(line + 1) * length - 1] : []));
  return { pattern, places: pattern.lines.flat(), fixed: new Map(fixed), rhymed: new Set(rhymed) };
}
