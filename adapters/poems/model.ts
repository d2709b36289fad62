import '../models/no-telemetry.ts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { PoemModel } from '#domain/poems/compose.ts';

const firstPlace = { 5: 0, 7: 20 }; // the model numbers the places of both forms in one row

const int = (values: Int32Array | readonly number[]): Tensor =>
  new Tensor('int32', Int32Array.from(values), [values.length]);

/** The language model of scripts/models/poems, run by onnxruntime on one thread. */
export async function loadPoemModel(path: string, stateSize: number): Promise<PoemModel> {
  const session = await InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return {
    stateSize,
    async step({ place, before, above, states }, { length, experience, history, keywords }) {
      const words = keywords.length === 0 ? [0] : keywords;
      const share = keywords.length === 0 ? 0 : 1 / keywords.length;
      const { scores, after } = await session.run({
        before: int(before),
        above: int(above),
        place: int([firstPlace[length] + place]),
        experience_class: int([experience]),
        history_class: int([history]),
        keywords: int(words),
        shares: new Tensor('float32', new Float32Array(words.length).fill(share), [words.length]),
        states: new Tensor('float32', states, [before.length, stateSize]),
      });
      if (!(scores?.data instanceof Float32Array && after?.data instanceof Float32Array))
        throw new Error('the poem model answers something else than it should');
      return { scores: scores.data, states: after.data };
    },
  };
}
