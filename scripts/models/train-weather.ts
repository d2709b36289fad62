/**
 * Trains the weather classifier (assets/models/weather.json) on labelled photographs of Debian packages and on weather rendered
 * over them, and says what it is worth: `node scripts/models/train-weather.ts`; `--folder F` keeps the packages in F.
 */
import { writeFileSync } from 'node:fs';
import type { Weights } from '#adapters/media/models/weather/regression.ts';
import { weatherTags } from '#domain/ports/picture-models.ts';
import { chanceOf } from '../shared/chance.ts';
import { madeExamples, realExamples } from './weather/examples.ts';
import { learn, type Example } from './weather/learning.ts';
import { withSources } from './weather/photos.ts';
import { asset, report, reportHeldOut } from './weather/report.ts';

const course = { rounds: 20, decay: 2 }; // chosen by cross-validation among the sources of training
const copies = { real: 5, made: 2 }; // of each source

/** Every class weighs the same in the sum. */
function balanced(examples: readonly Example[]): Example[] {
  const sums = weatherTags.map((_, k) => examples.reduce((sum, one) => sum + (one.label === k ? one.weight : 0), 0));
  const share = sums.reduce((a, b) => a + b, 0) / sums.length;
  return examples.map((one) => ({ ...one, weight: (one.weight * share) / (sums[one.label] || 1) }));
}

const short = (value: number): number => Number(value.toPrecision(5));
const rounded = ({ mean, spread, slopes, biases }: Weights): Weights => ({
  mean: mean.map(short),
  spread: spread.map(short),
  slopes: slopes.map((one) => one.map(short)),
  biases: biases.map(short),
});

await withSources(async (sources) => {
  const chance = chanceOf(2026);
  const seen = sources.filter(({ isHeldOut }) => !isHeldOut);
  const examples = [
    ...(await realExamples(seen, copies.real, chance)),
    ...(await madeExamples(seen, copies.made, chance)),
  ];
  console.log(`${seen.length} sources, ${examples.length} examples`);
  const weights = rounded(learn(balanced(examples), weatherTags.length, { ...course, chance }));
  report('training', examples, weights);
  writeFileSync(asset, JSON.stringify(weights));
  await reportHeldOut(sources);
});
