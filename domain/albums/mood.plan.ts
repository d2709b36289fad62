import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import type { Suitability } from '#domain/albums/template.plan.ts';

/** What a set of pictures looks like on the whole, in the terms in which templates say what suits them. */
export type Mood = Record<keyof Suitability, number>;

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const overColors = (facts: PictureFacts, measure: (r: number, g: number, b: number) => number): number =>
  facts.colors.reduce((sum, { rgb: [r, g, b], share }) => sum + (share * measure(r, g, b)) / 255, 0);

export const moodOf = (facts: readonly PictureFacts[]): Mood => ({
  pictures: facts.length,
  portraits: mean(facts.map(({ orientation }) => (orientation === 'portrait' ? 1 : 0))),
  brightness: mean(facts.map(({ brightness }) => brightness)),
  saturation: mean(facts.map((one) => overColors(one, (r, g, b) => Math.max(r, g, b) - Math.min(r, g, b)))),
  warmth: mean(facts.map((one) => overColors(one, (r, _g, b) => r - b))),
});

// How much each criterion counts, and how far outside its range a value may lie until it counts nothing.
const criteria: Record<keyof Suitability, { weight: number; reach: number }> = {
  pictures: { weight: 1, reach: 20 },
  portraits: { weight: 2, reach: 0.4 },
  brightness: { weight: 1.5, reach: 0.25 },
  saturation: { weight: 1.5, reach: 0.25 },
  warmth: { weight: 1.5, reach: 0.25 },
};

/** What is made for pictures of some kinds: a film's template, a long picture's design. */
interface Look {
  suits: Suitability;
}

/** How well a look suits a mood, 0…1. */
export function suitability(mood: Mood, { suits }: Look): number {
  let sum = 0;
  let total = 0;
  for (const key of Object.keys(criteria) as (keyof Suitability)[]) {
    const { weight, reach } = criteria[key];
    const [from, to] = suits[key];
    const outside = Math.max(from - mood[key], mood[key] - to, 0);
    sum += weight * Math.max(0, 1 - outside / reach);
    total += weight;
  }
  return sum / total;
}

/** The look that suits the pictures best; of equals, the first. Never fails while there is one. */
export function matchLook<L extends Look>(facts: readonly PictureFacts[], looks: readonly L[]): L {
  const mood = moodOf(facts);
  const [first, ...others] = looks;
  if (first === undefined) throw new Error('there is no look to choose from');
  return others.reduce((best, one) => (suitability(mood, one) > suitability(mood, best) ? one : best), first);
}
