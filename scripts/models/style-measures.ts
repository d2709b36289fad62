import { blurred, channelsOf, lumaOf } from '#adapters/media/models/styles/plane.ts';
import { steepness } from '#adapters/media/models/styles/flow.ts';
import type { Pixels } from '#adapters/media/pictures/opening.ts';

const strokes = 2.5; // px; finer than this is the hand of the painter, not the picture

const edgesOf = (pixels: Pixels): Float32Array => steepness(blurred(lumaOf(channelsOf(pixels)), strokes)).data;

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's correlation of where two pictures of one size have edges: 1 the same places, 0 unrelated ones. */
export function edgeCorrelation(one: Pixels, other: Pixels): number {
  const [a, b] = [edgesOf(one), edgesOf(other)];
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [(a[i] ?? 0) - ma, (b[i] ?? 0) - mb];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return aa * bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

/** Mean difference of the channels, 0…255. */
export function meanDifference(one: Pixels, other: Pixels): number {
  let sum = 0;
  for (let i = 0; i < one.data.length; i++) sum += Math.abs((one.data[i] ?? 0) - (other.data[i] ?? 0));
  return sum / one.data.length;
}
