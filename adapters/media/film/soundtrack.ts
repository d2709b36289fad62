import { readFile, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FilmPlan } from '#domain/albums/film.plan.ts';
import { MusicPieceSchema } from '#domain/albums/template.ts';
import type { Job } from '#domain/ports/film-studio.ts';
import { audioOutput, nothingPrivate, words } from '../ffmpeg/options.ts';
import { runFfmpeg, type MediaFile } from '../ffmpeg/run.ts';

const targetLufs = -16;
const ceilingDb = -1.5; // dBTP of the finished film
const reserveDb = 1.5; // between samples, and what an AAC encoder overshoots
const strongestGainDb = 30; // of an all but silent piece
const rate = 48_000;

const demuxers: Record<string, string> = {
  '.m4a': 'mov',
  '.mp3': 'mp3',
  '.ogg': 'ogg',
  '.wav': 'wav',
  '.flac': 'flac',
};

/** Loudness and highest sample of what will be heard. */
interface Level {
  lufs: number;
  peakDb: number;
}

/** The plan's piece of music, cut to the film, faded at its end and brought to −16 LUFS by one constant gain. */
export async function renderSoundtrack(
  musicFolder: string,
  { plan, out }: { plan: FilmPlan; out: string },
  { signal, onProgress }: Job,
): Promise<void> {
  const piece = MusicPieceSchema.parse(JSON.parse(await readFile(join(musicFolder, `${plan.music.id}.json`), 'utf8')));
  const music: MediaFile = {
    file: join(musicFolder, piece.file),
    options: ['-f', demuxers[extname(piece.file)] ?? 'mov'],
  };
  const cut = `${out}.wav`;
  try {
    const level = await cutAndMeasure(music, cutTo(plan, piece.loop), cut, signal);
    onProgress?.(0.4);
    await runFfmpeg({
      inputs: [{ file: cut, options: ['-f', 'wav'] }],
      outputs: [{ file: out, options: [...filters(levelled(level)), ...audioOutput, ...nothingPrivate, '-f', 'mp4'] }],
      signal,
    });
  } finally {
    await rm(cut, { force: true });
  }
  onProgress?.(1);
}

const filters = (chain: readonly string[]): string[] => (chain.length > 0 ? ['-af', chain.join(',')] : []);

/** Filters that make the music as long as the film; a longer film repeats the piece's loop, whole bars of it. */
function cutTo(plan: FilmPlan, loop: { startMs: number; endMs: number }): string[] {
  const samples = (ms: number) => Math.round((ms * rate) / 1000);
  const seconds = plan.frames / plan.fps;
  const isLonger = seconds * 1000 > loop.endMs;
  const repeat = `aloop=loop=-1:start=${samples(loop.startMs)}:size=${samples(loop.endMs) - samples(loop.startMs)}`;
  const fade = plan.music.fadeOut / plan.fps;
  return [
    `aresample=${rate}`,
    'aformat=sample_fmts=fltp:channel_layouts=stereo',
    ...(isLonger ? [repeat] : []),
    `atrim=end_sample=${Math.round(seconds * rate)}`,
    'asetpts=N/SR/TB',
    ...(fade > 0 ? [`afade=t=out:st=${seconds - fade}:d=${fade}`] : []),
  ];
}

/** One decode: writes exactly what will be heard and measures it (EBU R128). */
async function cutAndMeasure(music: MediaFile, cut: string[], out: string, signal: AbortSignal): Promise<Level> {
  const report = await runFfmpeg({
    inputs: [music],
    outputs: [
      {
        file: out,
        options: [
          ...words('-map 0:a -c:a pcm_s16le -f wav'),
          ...filters([...cut, 'ebur128=peak=sample:framelog=verbose']),
        ],
      },
    ],
    signal,
    isReport: true,
  });
  const summary = report.slice(report.lastIndexOf('Summary:'));
  const value = (pattern: RegExp) => Number(pattern.exec(summary)?.[1] ?? Number.NaN);
  return { lufs: value(/I:\s+(-?[\d.]+) LUFS/), peakDb: value(/Peak:\s+(-?[\d.]+) dBFS/) };
}

/** One gain for the whole piece; a limiter only where it would drive peaks over the ceiling. */
function levelled({ lufs, peakDb }: Level): string[] {
  if (!Number.isFinite(lufs) || !Number.isFinite(peakDb)) return []; // silence has no loudness
  const gain = Math.min(targetLufs - lufs, strongestGainDb);
  const ceiling = ceilingDb - reserveDb;
  const limit = `alimiter=level=disabled:limit=${(10 ** (ceiling / 20)).toFixed(4)}:attack=5:release=50`;
  return [`volume=${gain.toFixed(2)}dB`, ...(peakDb + gain > ceiling ? [limit] : [])];
}
