import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { createSongStudio } from '#adapters/media/song-studio.ts';
import type { Peaks } from '#domain/songs/peaks.plan.ts';
import type { HeardSong } from '#domain/songs/song.plan.ts';

export const songStudio = createSongStudio({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });
const { signal } = new AbortController();
let count = 0;

interface Ingested extends HeardSong {
  peaks: Peaks;
  preview: string;
  watermarked: string;
}

/** Takes a file in as a worker does, into a folder of its own. */
export async function takenIn(dir: string, source: string, essenceStartMs?: number): Promise<Ingested> {
  const room = join(dir, `ingest-${count++}`);
  mkdirSync(room);
  const at = (name: string) => join(room, name);
  const out = { peaks: at('peaks.json'), preview: at('preview.mp3'), watermarked: at('watermarked.mp3') };
  const essence = essenceStartMs !== undefined && { essenceStartMs };
  const heard = await songStudio.ingestSong({ source, out, seed: 'a work', ...essence }, { signal });
  return { ...out, ...heard, peaks: JSON.parse(readFileSync(out.peaks, 'utf8')) as Peaks };
}

/** Highest sample of each tenth of a second of a file, both sides together. */
export function tenths(file: string): number[] {
  const pcm = execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-ac', '1', '-ar', '8000', '-f', 's16le', '-'], {
    maxBuffer: 1 << 28,
  });
  const peaks: number[] = [];
  for (let at = 0; at + 2 <= pcm.length; at += 2) {
    const tenth = Math.floor(at / 1600);
    peaks[tenth] = Math.max(peaks[tenth] ?? 0, Math.abs(pcm.readInt16LE(at)) / 32_768);
  }
  return peaks;
}
