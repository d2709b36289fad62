import { nothingPrivate, words } from '../ffmpeg/options.ts';
import { runFfmpeg, type MediaFile } from '../ffmpeg/run.ts';
import { mark, markFilters, markingOf } from './mark.ts';

const previewSeconds = 30;
const fade = { in: 0.5, out: 1.5 }; // s
const asMp3 = words('-c:a libmp3lame -b:a 128k -id3v2_version 0 -f mp3');
const quietestLufs = -40; // what marks follow no further down
const ceiling = 0.89; // −1 dB, before the encoder adds its own

/** Filters that leave thirty seconds from there on, or what there is; fades in unless it is the song's own beginning, and out unless its own end. */
function cutOf(startMs: number, durationMs: number): string {
  const [start, end] = [startMs / 1000, durationMs / 1000];
  const length = Math.min(previewSeconds, end - start);
  return [
    `atrim=start=${start.toFixed(3)}:duration=${length.toFixed(3)}`,
    'asetpts=PTS-STARTPTS',
    ...(start > 0 ? [`afade=t=in:d=${fade.in}`] : []),
    ...(start + length < end ? [`afade=t=out:st=${(length - fade.out).toFixed(3)}:d=${fade.out}`] : []),
  ].join(',');
}

interface Versions {
  /** Tells this work's marks from those of others. */
  seed: string;
  lufs: number | null;
  startMs: number;
  durationMs: number;
  signal: AbortSignal;
}

/** The whole song with marks as loud as itself over it, and a preview cut from that: nobody hears it clean by either. */
export async function makeVersions(
  { samples, out }: { samples: MediaFile; out: { preview: string; watermarked: string } },
  { seed, lufs, startMs, durationMs, signal }: Versions,
): Promise<void> {
  const gainDb = Math.max(lufs ?? quietestLufs, quietestLufs) - mark.lufs;
  const marks = `[1:a]${markFilters(markingOf(seed), gainDb).join(',')}[marks]`;
  const sum = `[0:a][marks]amix=inputs=2:duration=first:normalize=0,alimiter=limit=${ceiling}:level=disabled`;
  const graph = `${marks};${sum},asplit[whole][part];[part]${cutOf(startMs, durationMs)}[preview]`;
  await runFfmpeg({
    inputs: [samples, mark],
    outputs: [
      { file: out.watermarked, options: ['-filter_complex', graph, '-map', '[whole]', ...asMp3, ...nothingPrivate] },
      { file: out.preview, options: ['-map', '[preview]', ...asMp3, ...nothingPrivate] },
    ],
    signal,
  });
}
