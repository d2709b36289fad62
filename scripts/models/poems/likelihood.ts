import type { PoemModel } from '#domain/poems/compose.ts';
import type { Lexicon } from '#domain/poems/lexicon.plan.ts';

const batch = 128;
const unknown = 0; // number of a character that the model does not know
const unsaid = { experience: 3, history: 2, keywords: [] };

/** Mean natural logarithm of the probability of a character of the held-out quatrains, nothing being said of them. */
export async function heldOutLikelihood(
  rows: readonly string[],
  { model, lexicon }: { model: PoemModel; lexicon: Lexicon },
): Promise<number> {
  const texts = rows.filter((row) => row.startsWith('test')).map((row) => (row.split('\t')[2] ?? '').split('/'));
  const size = lexicon.characters.length;
  let [sum, count] = [0, 0];
  for (const length of [5, 7] as const) {
    const poems = texts
      .filter(([line = '']) => Array.from(line).length === length)
      .map((lines) => Array.from(lines.join(''), (char) => lexicon.numberOf.get(char) ?? unknown));
    for (let from = 0; from < poems.length; from += batch) {
      const some = poems.slice(from, from + batch);
      let states: Float32Array = new Float32Array(some.length * model.stateSize);
      for (let place = 0; place < 4 * length; place += 1) {
        const before = Int32Array.from(some, (poem) => poem[place - 1] ?? size);
        const above = Int32Array.from(some, (poem) => poem[place - length] ?? size);
        const after = await model.step({ place, before, above, states }, { length, ...unsaid });
        some.forEach((poem, i) => (sum += after.scores[i * size + (poem[place] ?? unknown)] ?? 0));
        count += some.length;
        states = after.states;
      }
    }
  }
  return sum / count;
}
