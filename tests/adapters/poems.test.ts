import { createModelPool } from '#adapters/models/pool.ts';
import { createPoet } from '#adapters/poems/poet.ts';
import type { PoemWish } from '#domain/ports/poet.ts';
import themes from '../../scripts/models/poems/themes.json' with { type: 'json' };

const pool = createModelPool({ threads: 1, timeLimitMs: 300_000 });
const poet = createPoet(pool);
afterAll(() => pool.close());

const wish: PoemWish = { keywords: ['山'], length: 7, seed: 'a', count: 16 };
/** Share of the poems that have one of the words. */
async function share(changes: Partial<PoemWish>, words: readonly string[] = []): Promise<number> {
  const { poems } = await poet.write({ ...wish, ...changes });
  const hits = poems.filter(({ lines }) => words.some((word) => lines.some((line) => line.includes(word))));
  return hits.length / poems.length;
}

describe('the poet', () => {
  const [military, rural] = themes.experience;
  const [prosperous, troubled] = themes.history;
  const switches: [name: string, asked: Partial<PoemWish>, other: Partial<PoemWish>, words: string[] | undefined][] = [
    ['a soldier’s life', { experience: 0 }, { experience: 1 }, military],
    ['life in the country', { experience: 1 }, { experience: 0 }, rural],
    ['good times', { history: 0 }, { history: 1 }, prosperous],
    ['troubled times', { history: 1 }, { history: 0 }, troubled],
  ];
  test.each(switches)('speaks more of %s where that is asked', async (_name, asked, other, words) => {
    expect(await share(asked, words)).toBeGreaterThan((await share(other, words)) + 0.15);
  });

  test('writes the same in another thread', async () => {
    const second = createModelPool({ threads: 1, timeLimitMs: 300_000 });
    const [one, same] = [await poet.write(wish), await createPoet(second).write(wish)];
    await second.close();
    expect(same).toEqual(one);
  });

  test('knows the characters of its language, and words of verse for things of today', async () => {
    expect((await poet.write({ ...wish, keywords: ['手機', '大海'], count: 1 })).words).toEqual(['书信', '雁', '海']);
  });
});
