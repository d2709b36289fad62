import { colors } from '#adapters/media/models/colors.worker.ts';
import { pixelsOf } from '#adapters/media/pictures/opening.ts';
import { makePhotos } from './assets.ts';
import { costOf, median, type Cost } from './measure.ts';

const warmUps = 2;
const goal = 60; // ms, warm, for a JPEG of 12 megapixels

const ms = (costs: Cost[], of: keyof Cost): number => Math.round(1000 * median(costs.map((cost) => cost[of])));

/** The colours of 12-megapixel photographs against decoding them alone (shrunk while loading), by turns. */
export async function benchColors({ runs }: { runs: number }): Promise<void> {
  const photos = await makePhotos(3);
  const floor: Cost[] = [];
  const chain: Cost[] = [];
  for (let run = -warmUps; run < runs; run++)
    for (const file of photos) {
      const decoded = await costOf(() => pixelsOf(file, 200, 'nearest'));
      const found = await costOf(() => colors({ file, count: 3 }));
      if (run < 0) continue;
      floor.push(decoded);
      chain.push(found);
    }
  const sixteen = await costOf(() => colors({ file: photos[0] ?? '', count: 16 }));
  console.table({
    'decoding alone': { 'wall ms': ms(floor, 'wall'), 'cpu ms': ms(floor, 'cpu') },
    'colours, k = 3': { 'wall ms': ms(chain, 'wall'), 'cpu ms': ms(chain, 'cpu'), 'goal ms': goal },
    'colours, k = 16': { 'wall ms': ms([sixteen], 'wall'), 'cpu ms': ms([sixteen], 'cpu') },
  });
}
