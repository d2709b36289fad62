import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scoresOf, standardised, WeightsSchema, type Weights } from '#adapters/media/models/weather/regression.ts';
import { weatherTags } from '#domain/ports/picture-models.ts';
import { chanceOf } from '../../shared/chance.ts';
import { madeExamples, realExamples } from './examples.ts';
import type { Example } from './learning.ts';
import type { Source } from './photos.ts';

export const asset = join(import.meta.dirname, '../../../assets/models/weather.json');

export function report(name: string, examples: readonly Example[], weights: Weights): void {
  const confusion = weatherTags.map(() => weatherTags.map(() => 0));
  for (const { features, label } of examples) {
    const scores = scoresOf(standardised(features, weights), weights);
    const row = confusion[label];
    const found = scores.indexOf(Math.max(...scores));
    if (row) row[found] = (row[found] ?? 0) + 1;
  }
  const right = confusion.reduce((sum, row, k) => sum + (row[k] ?? 0), 0);
  console.log(`${name}: ${right} of ${examples.length} right (${((100 * right) / examples.length).toFixed(1)} %)`);
  console.table(
    Object.fromEntries(
      weatherTags.map((tag, k) => [
        `is ${tag}`,
        Object.fromEntries(weatherTags.map((other, j) => [other, confusion[k]?.[j] ?? 0])),
      ]),
    ),
  );
}

/** What the shipped classifier is worth on sources that it has never seen: photographs and rendered weather apart. */
export async function reportHeldOut(sources: readonly Source[]): Promise<void> {
  const weights = WeightsSchema.parse(JSON.parse(readFileSync(asset, 'utf8')));
  const held = sources.filter(({ isHeldOut }) => isHeldOut);
  report('held out, photographs', await realExamples(held, 1, chanceOf(3)), weights);
  report('held out, rendered', await madeExamples(held, 1, chanceOf(7)), weights);
}
