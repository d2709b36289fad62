import type { Keyword } from '#domain/albums/keywords.plan.ts';
import { hash } from '#domain/poems/draws.plan.ts';

/** A classical poem of four lines of five or seven characters. */
export interface Quatrain {
  author: string;
  title: string;
  lines: [string, string, string, string];
  isFamous: boolean; // stands in a classical anthology
}

/** What an album's poem may be: written for it, or a classical one that suits it. */
export const poemKinds = ['written', 'classical'] as const;
export type PoemKind = (typeof poemKinds)[number];

/** Stands where a classical poem has its poet. */
export const machineMade = '机器作诗';

/** The poem of a film; `text` is its lines joined by \n. */
export interface Poem {
  text: string;
  author: string;
  title: string;
  keywords: string[]; // what it speaks of, strongest first
}

export interface PoemRequest {
  keywords: readonly Keyword[];
  title: string;
  seed: string; // the movie's id: the same film gets the same poem
  poems: readonly Quatrain[];
}

const fame = 0.35; // what standing in an anthology is worth, as a share of the best score
const near = 0.85; // poems this close to the best one are as good as it
const known = 0.1; // and another of a poet who has poems there
const titleWeight = 0.3; // a word of the title counts less than a thing seen in the pictures
// What nobody wants in an album: death, war, exile, wronged wives; and what only casts a shadow.
const gloomy =
  /[哭死坟墓冢鬼骸尸葬悼殇囚棺屠贼胡兵戍战血杀戎羌妾谪]|断肠|肠断|断魂|销魂|挽歌|挽词|白骨|薄命|伤心|征[人夫妇衣]|宫词|闺怨|怨词|古意/u;
const sad = /[愁恨泪病贫悲哀怨孤惨]|白头|白发/u;
/** Characters that a poem written for an album does without. */
export const gloomyCharacters = [gloomy, sad].map(({ source }) => /\[(.*?)\]/u.exec(source)?.[1] ?? '').join('');
const shadow = 0.8; // what is left of a sad poem's score
const particles = new Set(
  '的了我们你他她它在是和与之一二三四五六七八九十年月日第个这那就都也又很不有到去来说会记'.split(''),
);

const fallback: Quatrain = {
  author: '王之涣',
  title: '登鹳雀楼',
  lines: ['白日依山尽', '黄河入海流', '欲穷千里目', '更上一层楼'],
  isFamous: true,
};

/** Single ideographs of a title that may stand in a poem. */
const wordsOfTitle = (title: string): Keyword[] =>
  [...new Set(title.match(/\p{Script=Han}/gu))]
    .filter((char) => !particles.has(char))
    .map((word) => ({ word, weight: titleWeight }));

/** Poet and title, or whatever of them there is. */
export const sourceOf = ({ author, title }: Poem): string => (title === '' ? author : `${author}《${title}》`);

const textOf = ({ lines }: Quatrain): string => lines.join('\n');

/** A word weighs the more the fewer poems have it (inverse document frequency), and counts once. */
function weigh(words: readonly Keyword[], texts: readonly string[]): Keyword[] {
  return words.flatMap(({ word, weight }) => {
    const found = texts.reduce((sum, text) => sum + (text.includes(word) ? 1 : 0), 0);
    return found === 0 ? [] : [{ word, weight: weight * Math.log(1 + texts.length / found) }];
  });
}

function merged(lists: readonly Keyword[]): Keyword[] {
  const sums = new Map<string, number>();
  for (const { word, weight } of lists) sums.set(word, (sums.get(word) ?? 0) + weight);
  return [...sums].map(([word, weight]) => ({ word, weight }));
}

const present = (poem: Quatrain, words: readonly Keyword[]): Poem => {
  const text = textOf(poem);
  const has = words.filter(({ word }) => text.includes(word)).toSorted((a, b) => b.weight - a.weight);
  return { text, author: poem.author, title: poem.title, keywords: has.map(({ word }) => word) };
};

/**
 * An existing poem that speaks of what is in the pictures; the title helps, fame helps, gloom disqualifies. No poem is
 * written here. Never fails: where no word is found, a famous poem is drawn, and where there is no corpus, one is given.
 */
export function choosePoem({ keywords, title, seed, poems }: PoemRequest): Poem {
  const fit = poems.filter((poem) => !gloomy.test(textOf(poem)) && !gloomy.test(poem.title));
  const texts = fit.map(textOf);
  const words = weigh(merged([...keywords, ...wordsOfTitle(title)]), texts);
  const scores = texts.map((text) =>
    words.reduce((sum, { word, weight }) => sum + (text.includes(word) ? weight : 0), 0),
  );
  const top = greatest(scores);
  const names = new Set(fit.filter(({ isFamous }) => isFamous).map(({ author }) => author));
  const rank = fit.map((poem, i) => {
    const renown = poem.isFamous ? fame : names.has(poem.author) ? known : 0;
    const score = (scores[i] ?? 0) + renown * (top === 0 ? 1 : top);
    return { poem, score: sad.test(texts[i] ?? '') ? shadow * score : score };
  });
  const best = greatest(rank.map(({ score }) => score));
  const good = rank.filter(({ score }) => score >= near * best);
  const drawn = good[hash(seed) % Math.max(1, good.length)];
  return present(drawn?.poem ?? fallback, words);
}

/** Ten thousand arguments would be too many for Math.max. */
const greatest = (scores: readonly number[]): number => scores.reduce((a, b) => Math.max(a, b), 0);
