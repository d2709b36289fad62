import { keywordsOf, type LabelWords } from '#domain/albums/keywords.plan.ts';
import type { PoemWish, Writing } from '#domain/ports/poet.ts';
import { compose, type PoemModel } from './compose.ts';
import type { Lexicon } from './lexicon.plan.ts';
import type { LineLength } from './pattern.plan.ts';
import { hasPlace } from './scheme.plan.ts';
import { wordsOf, type Wording } from './wording.plan.ts';

const most = 4; // words of a wish that a poem can speak of

/** A word that no pattern has a place for, in halves. */
const fitted = (word: string, length: LineLength, { readings }: Wording): string[] => {
  if (hasPlace(word, length, readings)) return [word];
  const chars = Array.from(word);
  return [chars.slice(0, 2).join(''), chars.slice(2).join('')];
};

/** What a poet knows: a language, its characters, words of today, and words of verse for what pictures show. */
export interface Knowledge {
  model: PoemModel;
  lexicon: Lexicon;
  wording: Wording;
  labels: LabelWords;
}

/** Finds the words of verse in what is asked for, and writes poems that speak of them. */
export async function writePoems(
  { keywords, pictures = [], ...wish }: PoemWish,
  { model, lexicon, wording, labels }: Knowledge,
): Promise<Writing> {
  const seen = keywordsOf(pictures, labels).map(({ word }) => word);
  const said = [...keywords, ...seen].flatMap((keyword) => wordsOf(keyword, wording));
  const words = [...new Set(said.flatMap((word) => fitted(word, wish.length, wording)))].slice(0, most);
  return { poems: await compose({ ...wish, words }, model, lexicon), words };
}
