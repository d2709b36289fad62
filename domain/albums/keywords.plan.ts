import type { PictureFacts } from '#domain/albums/picture.plan.ts';

/** A picture with what was recognised in it: English ImageNet labels and their probabilities. */
export interface Recognised {
  labels: readonly { label: string; value: number }[];
}

/** A word to look for in classical verse. */
export interface Keyword {
  word: string;
  weight: number;
}

/** English ImageNet label, with spaces → its plain Chinese name, then the words of classical verse it may stand for (none: a modern thing). */
export type LabelWords = Readonly<Record<string, readonly string[]>>;

const weakest = 0.08; // a guess below this probability says nothing
const besideBest = 0.25; // nor does one this far below the best guess of the same picture
const fading = 0.7; // each further word of a label counts less than the one before

/** Clients write labels with spaces or underscores; capitals tell `Cardigan`, the dog, from `cardigan`. */
function verseOf(label: string, words: LabelWords): readonly string[] {
  const spelled = label.replaceAll('_', ' ').trim();
  const key = [spelled, spelled.toLowerCase()].find((one) => Object.hasOwn(words, one)); // `constructor` is no entry
  return key === undefined ? [] : (words[key] ?? []).slice(1);
}

/** Words of verse for what the classifier saw, strongest first. Weak guesses, modern things and unknown labels say nothing. */
export function keywordsOf(pictures: readonly Recognised[], words: LabelWords): Keyword[] {
  const sums = new Map<string, number>();
  for (const { labels } of pictures) {
    const best = labels.reduce((most, { value }) => Math.max(most, value), 0);
    for (const { label, value } of labels) {
      if (value < weakest || value < besideBest * best) continue;
      const verse = verseOf(label, words);
      verse.forEach((word, i) => sums.set(word, (sums.get(word) ?? 0) + value * fading ** i));
    }
  }
  return [...sums]
    .map(([word, weight]) => ({ word, weight }))
    .toSorted((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1));
}

const weatherWords = { cloudy: '云', rainy: '雨', snow: '雪', sunny: '晴' } as const;

/** The word of verse for the weather that more than half of the pictures show; one that is often wrong about a picture is seldom wrong about most. */
export function weatherWordOf(facts: readonly Pick<PictureFacts, 'weather'>[]): string | undefined {
  const tags = Object.keys(weatherWords) as (keyof typeof weatherWords)[];
  const usual = tags.find((tag) => facts.filter(({ weather }) => weather === tag).length > facts.length / 2);
  return usual && weatherWords[usual];
}
