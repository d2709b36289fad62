import type { Place } from './pattern.plan.ts';
import { suits, type Readings } from './readings.plan.ts';

/** What turns the words of today into those of verse. */
export interface Wording {
  readings: Readings;
  /** Simplified form of traditional characters. */
  simplified: ReadonlyMap<string, string>;
  /** Words of verse that stand for a thing that verse does not know. */
  field: Readonly<Record<string, readonly string[]>>;
  /** Characters that join words and say nothing by themselves. */
  particles: ReadonlySet<string>;
}

const longestWord = 4; // characters that verse can take as they are

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** The part of a word that verse can write, in pieces of at most two characters where the word is long. */
function writable(word: string, { readings, particles }: Wording): string[] {
  const chars = Array.from(word).filter((char) => readings.has(char) && !particles.has(char));
  if (chars.length <= longestWord) return chars.length === 0 ? [] : [chars.join('')];
  return Array.from({ length: Math.ceil(chars.length / 2) }, (_, i) => chars.slice(2 * i, 2 * i + 2).join(''));
}

/**
 * The words of verse in what somebody asks for, in the order said: ideographs only, traditional ones simplified; a thing
 * of today gives the words of its field. Empty where nothing is left that verse could say.
 */
export function wordsOf(keyword: string, wording: Wording): string[] {
  const { simplified, field } = wording;
  const plain = Array.from(keyword, (char) => simplified.get(char) ?? char).join('');
  const found = (plain.match(/\p{Script=Han}+/gu) ?? []).flatMap((run) => {
    const known = field[run];
    if (known) return [...known];
    if (Array.from(run).length <= 2) return writable(run, wording);
    return [...segmenter.segment(run)].flatMap(({ segment }) => field[segment] ?? writable(segment, wording));
  });
  return [...new Set(found)];
}

/** Where in a line of `places` a word may stand: at the beginning of a foot, and where the tones allow it. */
export function footholds(word: string, places: readonly Place[], readings: Readings): number[] {
  const chars = Array.from(word);
  const starts = places.length === 5 ? [0, 2, 3] : [0, 2, 4, 5];
  return starts.filter(
    (start) =>
      start + chars.length <= places.length &&
      chars.every((char, i) => suits(readings.get(char), places[start + i] ?? 'free')),
  );
}
