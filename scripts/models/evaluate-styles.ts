/**
 * Paints the sample photographs in every style and prints how well edges stay where they were and how much the styles
 * differ: `node scripts/models/evaluate-styles.ts`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { paintingOf, paintingSide } from '#adapters/media/models/painting.ts';
import { readUpload } from '#adapters/media/models/upload.ts';
import { paintingStyles } from '#domain/ports/picture-models.ts';
import { edgeCorrelation, meanDifference } from './style-measures.ts';

const samples = join(import.meta.dirname, '../../assets/samples');
const names = readdirSync(samples).filter((name) => name.endsWith('.jpg'));
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const correlations = new Map<string, number[]>();
const differences = new Map<string, number[]>();
const add = (to: Map<string, number[]>, key: string, value: number) => to.set(key, [...(to.get(key) ?? []), value]);

for (const name of names) {
  const photograph = await readUpload(join(samples, name), { side: paintingSide });
  const begun = performance.now();
  const paintings = paintingStyles.map(({ id }) => ({ id, painting: paintingOf(photograph, id) }));
  console.log(`${name}: ${((performance.now() - begun) / 1000 / paintings.length).toFixed(1)} s a painting`);
  for (const [k, { id, painting }] of paintings.entries()) {
    add(correlations, id, edgeCorrelation(photograph, painting));
    for (const other of paintings.slice(k + 1))
      add(differences, `${id} – ${other.id}`, meanDifference(painting, other.painting));
  }
}

console.log(`\nedge correlation with the photograph, mean and least of ${names.length}`);
for (const [id, values] of correlations)
  console.log(`${id}: ${mean(values).toFixed(2)}, ${Math.min(...values).toFixed(2)}`);
console.log('\nmean difference of the channels (0…255) between styles, mean and least');
for (const [pair, values] of differences)
  console.log(`${pair}: ${mean(values).toFixed(1)}, ${Math.min(...values).toFixed(1)}`);
