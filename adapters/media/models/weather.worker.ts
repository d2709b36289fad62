import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { task } from '#adapters/models/task.ts';
import { weatherTags, type Weather } from '#domain/ports/picture-models.ts';
import { readUpload } from './upload.ts';
import { featureSide, weatherFeatures } from './weather/features.ts';
import { scoresOf, standardised, WeightsSchema } from './weather/regression.ts';

const asset = join(import.meta.dirname, '../../../assets/models/weather.json');
const smallest = 32; // px, either way

const weights = WeightsSchema.parse(JSON.parse(await readFile(asset, 'utf8')));

/** See scripts/models/train-weather.ts for what it has learnt from, and docs/models.md for what it is worth. */
export const weather = task(async ({ file }: { file: string }): Promise<Weather> => {
  const features = weatherFeatures(await readUpload(file, { side: featureSide, least: smallest }));
  const scores = scoresOf(standardised(features, weights), weights);
  const [first = 0, second = 0, third = 0, fourth = 0] = scores;
  const best = weatherTags[scores.indexOf(Math.max(...scores))];
  return { tag: best ?? weatherTags[0], scores: [first, second, third, fourth] };
});
