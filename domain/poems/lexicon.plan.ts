import type { Place } from './pattern.plan.ts';
import { suits, type Readings } from './readings.plan.ts';

/** The characters of a language model by what they may be used for. */
export interface Lexicon {
  characters: readonly string[];
  numberOf: ReadonlyMap<string, number>;
  readings: Readings;
  /** Numbers of the characters that suit a place. */
  suiting: Readonly<Record<Place, readonly number[]>>;
  /** Numbers of the characters of each rhyme group with enough of them to choose from. */
  rhyming: ReadonlyMap<number, readonly number[]>;
}

const fewestRhymes = 30; // characters; a narrower group leaves a poem no choice

export function lexiconOf(characters: readonly string[], readings: Readings): Lexicon {
  const all = characters.map((_, i) => i);
  const suiting = (place: Place): number[] => all.filter((i) => suits(readings.get(characters[i] ?? ''), place));
  const groups = new Map<number, number[]>();
  for (const i of all)
    for (const group of readings.get(characters[i] ?? '')?.rhymes ?? [])
      groups.set(group, [...(groups.get(group) ?? []), i]);
  return {
    characters,
    numberOf: new Map(characters.map((char, i) => [char, i])),
    readings,
    suiting: { level: suiting('level'), oblique: suiting('oblique'), free: suiting('free') },
    rhyming: new Map([...groups].filter(([, list]) => list.length >= fewestRhymes)),
  };
}
