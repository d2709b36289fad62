import { nothingPrivate, words } from '../ffmpeg/options.ts';
import { runFfmpeg, type MediaFile } from '../ffmpeg/run.ts';
import { mark, markFilters, markingOf } from './mark.ts';

const previewSeconds = 30;
const fade = { in: 0.5, out: 1.5 }; // s
const asMp3 = words('-c:a libmp3lame -b:a 128k -id3v2_version 0 -f mp3');
const quietestLufs = -40; // what marks follow no further down
const ceiling = 0.89; // −1 dB, before the encoder adds its own

/** Thirty seconds from there on, or what there is; fades in unless it is the song's own beginning, and out unless its own end. */
export async function makePreview(
  { samples, out }: { samples: MediaFile; out: string },
  { startMs, durationMs, signal }: { startMs: number; durationMs: number; signal: AbortSignal },
): Promise<void> {
  const [start, end] = [startMs / 1000, durationMs / 1000];
  const length = Math.min(previewSeconds, end - start);
  const fades = [
    ...(start > 0 ? [`afade=t=in:d=${fade.in}`] : []),
    ...(start + length < end ? [`afade=t=out:st=${(length - fade.out).toFixed(3)}:d=${fade.out}`] : []),
  ];
  const cut = ['-ss', start.toFixed(3), '-t', length.toFixed(3)];
  await runFfmpeg({
    inputs: [{ ...samples, options: [...samples.options, ...cut] }],
    outputs: [{ file: out, options: ['-af', ['anull', ...fades].join(','), ...asMp3, ...nothingPrivate] }],
    signal,
  });
}

/** The whole song with marks as loud as itself over it. */
export async function makeWatermarked(
  { samples, out }: { samples: MediaFile; out: string },
  { seed, lufs, signal }: { seed: string; lufs: number | null; signal: AbortSignal },
): Promise<void> {
  const gainDb = Math.max(lufs ?? quietestLufs, quietestLufs) - mark.lufs;
  const marks = `[1:a]${markFilters(markingOf(seed), gainDb).join(',')}[marks]`;
  const sum = `[0:a][marks]amix=inputs=2:duration=first:normalize=0,alimiter=limit=${ceiling}:level=disabled[out]`;
  await runFfmpeg({
    inputs: [samples, mark],
    outputs: [
      { file: out, options: ['-filter_complex', `${marks};${sum}`, '-map', '[out]', ...asMp3, ...nothingPrivate] },
    ],
    signal,
  });
}
