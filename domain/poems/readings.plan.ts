import type { Place } from './pattern.plan.ts';

/** How a character may be read: its tones, and the rhyme groups of its level readings. */
export interface Reading {
  isLevel: boolean;
  isOblique: boolean;
  rhymes: readonly number[];
}
export type Readings = ReadonlyMap<string, Reading>;

const levelGroups = 30; // of the 106 groups of the rhyme book, the first thirty are level

/** A rhyme book, and characters that it has not but whose tone is known. */
export interface RhymeBook {
  /** Name and characters; the groups of the level tone come first. */
  groups: readonly (readonly [name: string, chars: string])[];
  inferred: { level: string; oblique: string };
}

export function readingsOf({ groups, inferred }: RhymeBook): Readings {
  const readings = new Map<string, Reading>();
  const add = (chars: string, isThis: boolean, rhymes: readonly number[]): void => {
    for (const char of chars) {
      const had = readings.get(char) ?? { isLevel: false, isOblique: false, rhymes: [] };
      readings.set(char, {
        isLevel: had.isLevel || isThis,
        isOblique: had.isOblique || !isThis,
        rhymes: [...had.rhymes, ...rhymes],
      });
    }
  };
  groups.forEach(([, chars], group) => add(chars, group < levelGroups, group < levelGroups ? [group] : []));
  add(inferred.level, true, []);
  add(inferred.oblique, false, []);
  return readings;
}

/** A character of two readings suits either place. */
export const suits = (reading: Reading | undefined, place: Place): boolean =>
  reading !== undefined && (place === 'free' || (place === 'level' ? reading.isLevel : reading.isOblique));
