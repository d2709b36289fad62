import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeFingerprint, wordsIn } from '#domain/songs/fingerprint.ts';
import { peaksOf } from '#domain/songs/peaks.plan.ts';
import type { HeardSong } from '#domain/songs/song.plan.ts';
import { words } from '../ffmpeg/options.ts';
import type { MediaFile } from '../ffmpeg/run.ts';
import { hear } from '../sound/listen.ts';
import { checkLength, openSong } from './upload.ts';

const limitMs = 120_000;
const rate = 44_100;
const soft = 'aformat=sample_fmts=flt';
/** One channel is measured as one, with silence beside it, and played on both sides. */
const sidesOf = (isMono: boolean, other: string): string =>
  isMono ? `pan=stereo|c0=c0|c1=${other},${soft}` : `${soft}:channel_layouts=stereo`;
const asPrint = words('-c:a pcm_s16le -f chromaprint -fp_format raw -algorithm 1'); // what fpcalc does

/** The song decoded: what follows is made of these samples, and the upload is not opened again. */
const decoded = { outputs: words(`-ar ${rate} -c:a pcm_f32le -f f32le`), inputs: words(`-f f32le -ar ${rate} -ac 2`) };

/**
 * One decoding of an upload: form, length, loudness, true peak, peaks for players, fingerprint, and the samples in a file
 * of their own. Refuses `bad_song`; FfmpegRefusal: nothing that can be decoded.
 */
export async function hearSong(
  { ffprobe, source, peaks, dir }: { ffprobe: string; source: string; peaks: string; dir: string },
  { essenceStartMs, signal }: { essenceStartMs: number; signal: AbortSignal },
): Promise<{ facts: HeardSong; samples: MediaFile }> {
  const song = await openSong(ffprobe, source, signal);
  const [samples, print] = [join(dir, 'samples.f32'), join(dir, 'print')];
  const both = ['-map', '0:a:0', '-af', sidesOf(song.isMono, 'c0')];
  const {
    ear,
    rate: own,
    facts,
  } = await hear({
    input: song.input,
    sides: sidesOf(song.isMono, '0*c0'),
    isKeen: true,
    beside: [
      { file: samples, options: [...both, ...decoded.outputs] },
      { file: print, options: [...both, ...asPrint] },
    ],
    signal,
    limitMs,
  });
  checkLength(facts.durationMs, song, essenceStartMs);
  const { framesPerPart, values } = ear.outline();
  await writeFile(peaks, JSON.stringify(peaksOf(own, framesPerPart, values)));
  const peak = ear.truePeakDb();
  return {
    facts: {
      durationMs: facts.durationMs,
      format: song.format,
      loudnessLufs: rounded(facts.lufs),
      truePeakDbtp: Number.isFinite(peak) ? rounded(peak) : null,
      fingerprint: encodeFingerprint(wordsIn(await readFile(print))),
    },
    samples: { file: samples, options: decoded.inputs },
  };
}

const rounded = (db: number | null): number | null => db && Math.round(db * 100) / 100;
