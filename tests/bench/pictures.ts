import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { enlarge } from '#adapters/media/models/enlarge.worker.ts';
import { paint } from '#adapters/media/models/paint.worker.ts';
import { enlargementScales, paintingStyles } from '#domain/ports/picture-models.ts';
import { costOf, median, type Cost } from './measure.ts';

const goal = 5; // s for one megapixel twice as wide

/** Enlarging and painting a photograph of one megapixel, from file to JPEG; the first run warms up. */
export async function benchPictures({ runs }: { runs: number }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pictures-bench-'));
  try {
    const file = join(folder, 'one-megapixel.jpg');
    await sharp('assets/samples/02-peaks.jpg').resize(1154, 866, { fit: 'cover' }).jpeg({ quality: 90 }).toFile(file);
    const works: [name: string, work: () => Promise<unknown>][] = [
      ...enlargementScales.map((scale): (typeof works)[number] => [`fsrcnn x${scale}`, () => enlarge({ file, scale })]),
      ...paintingStyles.map(({ id }): (typeof works)[number] => [`style ${id}`, () => paint({ file, style: id })]),
    ];
    const rows: Record<string, object> = {};
    for (const [name, work] of works) {
      await work();
      const costs: Cost[] = [];
      for (let run = 0; run < runs; run++) costs.push(await costOf(work));
      const seconds = (of: 'wall' | 'cpu') => Number(median(costs.map((cost) => cost[of])).toFixed(2));
      rows[name] = {
        'wall s': seconds('wall'),
        'cpu s': seconds('cpu'),
        ...(name === 'fsrcnn x2' && { 'goal s': goal }),
      };
    }
    console.table(rows);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
