import type { PoemModel } from '#domain/poems/compose.ts';
import { lexiconOf } from '#domain/poems/lexicon.plan.ts';
import { readingsOf } from '#domain/poems/readings.plan.ts';
import type { Wording } from '#domain/poems/wording.plan.ts';
import shipped from '../../../assets/poems/readings.json' with { type: 'json' };

const groups = shipped.groups.map(([name = '', chars = '']) => [name, chars] as const);
export const readings = readingsOf({ ...shipped, groups });
const characters = ['?', ...readings.keys()];
export const lexicon = lexiconOf(characters, readings);

export const wording: Wording = {
  readings,
  simplified: new Map([['東', '东']]),
  field: { 手机: ['书信', '雁'] },
  particles: new Set('的了'),
};

/** A language of no sense for a fancy for some at each place. */
export function madeModel(): PoemModel {
  return {
    stateSize: 1,
    step({ place, before, states }) {
      const scores = new Float32Array(before.length * characters.length);
      for (let i = 0; i < scores.length; i += 1) scores[i] = -((i * 7919 + place * 104_729) % 997);
      return Promise.resolve({ scores, states: states.map((state) => state + 1) });
    },
  };
}
