import { regulationOf } from '#domain/poems/regulation.plan.ts';
import { writePoems } from '#domain/poems/write-poems.ts';
import type { PoemWish } from '#domain/ports/poet.ts';
import { lexicon, madeModel, readings, wording } from './made-model.ts';

const wish: PoemWish = { keywords: ['春风'], length: 5, seed: 'a', count: 2 };
const labels = { seashore: ['海滨', '海', '沙'], lakeside: ['湖滨', '湖'], laptop: ['笔记本电脑'] };
const knowledge = { model: madeModel(), lexicon, wording, labels };
const write = (changes: Partial<PoemWish> = {}) => writePoems({ ...wish, ...changes }, knowledge);

describe('writePoems', () => {
  const wishes: [name: string, changes: Partial<PoemWish>, words: string[]][] = [
    ['a word in lines of five', {}, ['春风']],
    ['a word in lines of seven', { length: 7 }, ['春风']],
    ['two level tones', { keywords: ['江天'] }, ['江天']],
    ['two oblique tones', { keywords: ['落日'] }, ['落日']],
    ['level, then oblique', { keywords: ['明月'] }, ['明月']],
    ['oblique, then level', { keywords: ['故乡'] }, ['故乡']],
    ['one character', { keywords: ['雪'] }, ['雪']],
    ['a traditional character', { keywords: ['東'] }, ['东']],
    ['four characters', { keywords: ['湖光山色'], length: 7 }, ['湖光山色']],
    ['four characters that no pattern has a place for', { keywords: ['春江花开'] }, ['春江', '花开']],
    ['a thing of today', { keywords: ['手机'] }, ['书信', '雁']],
    ['a sentence', { keywords: ['春天的风吹过江南'] }, ['春天', '风', '吹', '过']],
    ['several words', { keywords: ['晴', '山', '海'] }, ['晴', '山', '海']],
    ['nothing that verse knows', { keywords: ['hello'] }, []],
  ];
  test.each(wishes)('keeps the rules with %s', async (_name, changes, words) => {
    for (const seed of ['a', 'b']) {
      const writing = await write({ ...changes, seed });
      expect(writing.words).toEqual(words);
      expect(writing.poems).toHaveLength(2);
      for (const { lines } of writing.poems) {
        expect(regulationOf(lines, readings)).toEqual({ hasForm: true, tones: 1, rhymes: true, isVaried: true });
        expect(lines.join()).toContain(words[0] ?? '');
      }
    }
  });

  const pictures: [name: string, labels: { label: string; value: number }[], words: string[]][] = [
    [
      'things, the likelier first',
      [
        { label: 'lakeside', value: 0.3 },
        { label: 'seashore', value: 0.6 },
      ],
      ['晴', '海', '沙', '湖'],
    ],
    [
      'a weak guess',
      [
        { label: 'lakeside', value: 0.05 },
        { label: 'seashore', value: 0.6 },
      ],
      ['晴', '海', '沙'],
    ],
    ['a modern thing', [{ label: 'laptop', value: 0.9 }], ['晴']],
    ['what it does not know', [{ label: 'constructor', value: 0.9 }], ['晴']],
  ];
  test.each(pictures)('after the keyword it takes from pictures: %s', async (_name, seen, words) => {
    expect((await write({ keywords: ['晴'], pictures: [{ labels: seen }] })).words).toEqual(words);
  });

  test('writes the same for the same seed, and something else for another', async () => {
    const [first, again, other] = [await write(), await write(), await write({ seed: 'b' })];
    expect(again).toEqual(first);
    expect(other.poems).not.toEqual(first.poems);
  });

  test('writes poems that differ', async () => {
    const { poems } = await write({ count: 3 });
    expect(new Set(poems.map(({ lines }) => lines.join())).size).toBe(3);
  });

  test('does without characters to avoid', async () => {
    const avoid = '风花雪月一二三四五六七八九十';
    const { poems } = await write({ keywords: ['江天'], avoid, count: 5 });
    for (const char of avoid) expect(poems.flatMap(({ lines }) => lines).join('')).not.toContain(char);
  });

  test('tells the model what the poem shall be like', async () => {
    const told: unknown[] = [];
    const model = madeModel();
    const spy = {
      ...model,
      step: (...args: Parameters<typeof model.step>) => {
        told.push(args[1]);
        return model.step(...args);
      },
    };
    await writePoems({ ...wish, experience: 0, history: 1 }, { ...knowledge, model: spy });
    await writePoems(wish, { ...knowledge, model: spy });
    const keywords = Array.from('春风', (char) => lexicon.numberOf.get(char));
    expect(told[0]).toEqual({ length: 5, experience: 0, history: 1, keywords });
    expect(told.at(-1)).toEqual({ length: 5, experience: 3, history: 2, keywords });
  });
});
