import { loadFilmAssets } from '#adapters/assets.ts';
import { keywordsOf } from '#domain/albums/keywords.plan.ts';
import { choosePoem, sourceOf, type Quatrain } from '#domain/albums/poem.plan.ts';

const { labels, poems } = await loadFilmAssets();
const seen = (...labelled: [string, number][]) => [{ labels: labelled.map(([label, value]) => ({ label, value })) }];
const words = (...labelled: [string, number][]) => keywordsOf(seen(...labelled), labels).map(({ word }) => word);

describe('sourceOf', () => {
  const poem = { text: '', keywords: [] };
  test.each([
    ['王之涣', '登鹳雀楼', '王之涣《登鹳雀楼》'],
    ['机器作诗', '', '机器作诗'],
  ])('names %s and %s', (author, title, source) => {
    expect(sourceOf({ ...poem, author, title })).toBe(source);
  });
});

describe('keywordsOf', () => {
  test('names what was seen in words of verse, the surest first', () => {
    expect(words(['lakeside', 0.1], ['seashore', 0.53]).slice(0, 2)).toEqual(['海', '潮']);
    expect(words(['alp', 0.6])).toEqual(['山', '峰', '雪', '云']);
  });

  test('says nothing of weak guesses, modern things and labels it does not know', () => {
    expect(
      words(['space bar', 0.9], ['alp', 0.05], ['unheard of', 0.9], ['constructor', 0.9], ['__proto__', 0.9]),
    ).toEqual([]);
    expect(words(['alp', 0.9], ['seashore', 0.2])).not.toContain('海');
  });

  test('reads labels in the spellings of different classifiers', () => {
    expect(words(['lesser_panda', 0.6])).toEqual(words(['lesser panda', 0.6]));
    expect(words(['chihuahua', 0.6])).toEqual(['犬', '吠']);
    expect(words(['Cardigan', 0.6])).toEqual(['犬', '吠']);
    expect(words(['cardigan', 0.6])).toEqual(['衣']);
  });

  test('weighs a thing seen in many pictures more', () => {
    const pictures = [...seen(['alp', 0.5]), ...seen(['goose', 0.6]), ...seen(['valley', 0.5])];
    expect(keywordsOf(pictures, labels)[0]?.word).toBe('山');
  });
});

const choose = (request: Partial<Parameters<typeof choosePoem>[0]>) =>
  choosePoem({ keywords: [], title: '', seed: '1', poems, ...request });

const quatrain = (author: string, text: string): Quatrain => {
  const [a = '', b = '', c = '', d = ''] = text.split(' ');
  return { author, title: '题', lines: [a, b, c, d], isFamous: false };
};

describe('choosePoem', () => {
  test.each([
    ['seashore', '海'],
    ['goose', '鹅'],
    ['dragonfly', '蜻蜓'],
    ['cicada', '蝉'],
    ['teapot', '茶'],
    ['gibbon', '猿'],
  ])('speaks of %s', (label, word) => {
    const found = ['1', '2', '3', '4', '5'].map((seed) =>
      choose({ keywords: keywordsOf(seen([label, 0.7]), labels), seed }),
    );
    expect(found.filter(({ text }) => text.includes(word)).length).toBeGreaterThanOrEqual(3);
    for (const { keywords, text } of found) expect(keywords.every((one) => text.includes(one))).toBe(true);
  });

  test('answers four even lines with author and title, the same for the same film, another for another', () => {
    const keywords = keywordsOf(seen(['alp', 0.7], ['valley', 0.4]), labels);
    const poem = choose({ keywords, seed: '7' });
    expect(poem.text).toMatch(
      /^(\p{Script=Han}{5}\n){3}\p{Script=Han}{5}$|^(\p{Script=Han}{7}\n){3}\p{Script=Han}{7}$/u,
    );
    expect(poem.author).not.toBe('');
    expect(poem.title).not.toBe('');
    expect(choose({ keywords, seed: '7' })).toEqual(poem);
    const all = new Set(Array.from({ length: 12 }, (_, i) => choose({ keywords, seed: String(i) }).text));
    expect(all.size).toBeGreaterThan(2);
  });

  test('looks to the title when nothing was recognised, and never fails', () => {
    expect(choose({ title: '西湖秋雨' }).keywords.length).toBeGreaterThan(0);
    for (const title of ['', 'Summer in Paris', '🎉', '的了']) expect(choose({ title }).text).toMatch(/\n/);
    expect(choose({ poems: [] })).toMatchObject({ author: '王之涣', title: '登鹳雀楼', keywords: [] });
  });

  test('leaves out what nobody wants in an album', () => {
    const two = [
      quatrain('甲', '山上孤坟在 山中白骨多 山风吹不尽 山月照干戈'),
      quatrain('乙', '山中相送罢 日暮掩柴扉 春草明年绿 王孙归不归'),
    ];
    expect(choose({ keywords: [{ word: '山', weight: 1 }], poems: two }).author).toBe('乙');
  });
});
