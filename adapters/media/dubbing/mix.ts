import { rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SoundStudio } from '#domain/ports/sound-studio.ts';
import { words } from '../ffmpeg/options.ts';
import type { Level } from '../sound/level.ts';
import { mixDown } from './mixdown.ts';
import { writeProduct, type Product } from './product.ts';
import { decodeStems } from './stems.ts';
import { assOf } from './subtitle-track.ts';
import { denoised, levelVoices } from './voices.ts';

const toleranceLu = 0.8;
const mostTries = 3;

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/**
 * Decodes everything that is heard, levels the voices, adds all up, and writes the product: the level is measured in the mix, set by one gain and a limiter, and measured again in the product, which is written anew where it misses.
 */
export const mixDubbing: SoundStudio['mixDubbing'] = async ({ plan, files, out }, { signal, onProgress }) => {
  const place = { files, dir: dirname(out) };
  const stems = await decodeStems(plan, place, signal);
  onProgress?.(0.15);
  const heardVoices = await levelVoices(stems.voices);
  const voices = plan.denoise ? await denoised(heardVoices, signal) : heardVoices;
  const { mix, level } = await mixDown({ stems, voices, durationMs: plan.durationMs }, place.dir, signal);
  onProgress?.(0.3);
  const product = {
    silent: { file: files.get(plan.video.silent) ?? '', options: words('-f mov') },
    mix,
    subtitle: await scriptOf(plan, join(place.dir, 'subtitle.ass')),
    isBurnt: plan.burnSubtitle,
    out,
  };
  const heard = await writtenAtLevel(product, level, plan.loudness, signal);
  onProgress?.(1);
  const { size: bytes } = await stat(out);
  return { durationMs: plan.durationMs, bytes, lufs: orNull(heard.lufs), peakDb: orNull(heard.peakDb) };
};

async function scriptOf(
  { lines, durationMs }: Pick<Parameters<typeof mixDubbing>[0]['plan'], 'lines' | 'durationMs'>,
  file: string,
): Promise<string | null> {
  if (lines.length === 0) return null;
  await writeFile(file, assOf(lines, durationMs));
  return file;
}

/** The same product, its picture copied from what is written already where the subtitle is burnt in: encoded once. */
async function withPictureOf(product: Product): Promise<Product> {
  if (!product.isBurnt || product.subtitle === null) return product;
  const file = `${product.out}.burnt`;
  await rename(product.out, file);
  return { ...product, silent: { file, options: words('-f mov') }, subtitle: null };
}

/** A limiter takes loudness and an encoder adds peaks: how much is known when it is done. */
async function writtenAtLevel(
  product: Product,
  level: Level,
  wanted: Parameters<typeof writeProduct>[2],
  signal: AbortSignal,
): Promise<Level> {
  let goal = wanted;
  let next = product;
  for (let tries = 1; ; tries++) {
    const heard = await writeProduct(next, level, goal, signal);
    const [short, over] = [wanted.lufs - heard.lufs, heard.peakDb - wanted.ceilingDb];
    const isRight = !Number.isFinite(short) || (Math.abs(short) <= toleranceLu && over <= 0);
    if (isRight || tries === mostTries) return heard;
    next = await withPictureOf(next);
    goal = { lufs: goal.lufs + short, ceilingDb: goal.ceilingDb - Math.max(0, over + 0.2) };
  }
}
