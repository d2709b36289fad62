import { task } from '#adapters/models/task.ts';
import { dominantColors } from '../pictures/colors.ts';
import { readUpload } from './upload.ts';

type Rgb = [number, number, number];

const side = 200; // px

/** Pixels are picked, not blended: where two colours meet there is no third one. */
export const colors = task(async ({ file, count }: { file: string; count: number }) => {
  const { data } = await readUpload(file, { side, kernel: 'nearest' });
  const found = dominantColors(data, count).map(({ rgb }) => rgb);
  return Array.from({ length: count }, (_, i): Rgb => found[Math.min(i, found.length - 1)] ?? [0, 0, 0]);
});
