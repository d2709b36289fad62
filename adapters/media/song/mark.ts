import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { words } from '../ffmpeg/options.ts';
import type { MediaFile } from '../ffmpeg/run.ts';

/** The mark that is heard over songs that nobody licensed: built by `scripts/build-song-mark.ts`, brought to that loudness. */
const file = join(import.meta.dirname, '../../../assets/marks/song.m4a');
export const mark: MediaFile & { lufs: number; rate: number } = {
  file,
  options: words('-f mov'),
  lufs: -16,
  rate: 44_100,
};

/** How a song is marked: no two works alike, so that what was learnt from one does not take the mark out of another. */
interface Marking {
  firstMs: number; // where it is heard first
  everyMs: number;
  pitch: number; // factor
}

const shortest = { firstMs: 1000, everyMs: 9000, pitch: 0.97 };
const spread = { firstMs: 2000, everyMs: 3000, pitch: 0.06 };

/** The same for the same seed. Whatever is cut from the song, twelve seconds of it hold a whole mark or most of one. */
export function markingOf(seed: string): Marking {
  const chance = createHash('sha256').update(`mark:${seed}`).digest();
  const between = (key: keyof Marking, i: number) =>
    shortest[key] + spread[key] * (chance.readUInt32BE(4 * i) / 2 ** 32);
  return { firstMs: between('firstMs', 0), everyMs: between('everyMs', 1), pitch: between('pitch', 2) };
}

/** Filters that make of the mark's sound an endless row of marks at a gain. */
export function markFilters({ firstMs, everyMs, pitch }: Marking, gainDb: number): string[] {
  const every = Math.round((everyMs * mark.rate) / 1000);
  return [
    `aformat=channel_layouts=stereo:sample_rates=${mark.rate}`,
    `asetrate=${Math.round(mark.rate * pitch)}`,
    `aresample=${mark.rate}`,
    `volume=${gainDb.toFixed(2)}dB`,
    `apad=whole_len=${every}`,
    `aloop=loop=-1:size=${every}`,
    `adelay=${Math.round(firstMs)}:all=1`,
  ];
}
