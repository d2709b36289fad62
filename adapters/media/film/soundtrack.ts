import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FilmPlan } from '#domain/albums/film.plan.ts';
import { MusicPieceSchema } from '#domain/albums/template.ts';
import type { Job } from '#domain/ports/job.ts';
import { audioOutput, nothingPrivate, words } from '../ffmpeg/options.ts';
import { runFfmpeg, type MediaFile } from '../ffmpeg/run.ts';
import { levelling } from '../sound/level.ts';
import { heardLevel } from './music-level.ts';

const goal = { lufs: -16, ceilingDb: -1.5 }; // of the finished film
const rate = 48_000;

const demuxers: Record<string, string> = {
  '.m4a': 'mov',
  '.mp3': 'mp3',
  '.ogg': 'ogg',
  '.wav': 'wav',
  '.flac': 'flac',
};

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
  const level = heardLevel(plan, piece);
  await runFfmpeg({
    inputs: [music],
    outputs: [
      {
        file: out,
        options: [
          ...words('-map 0:a'),
          '-af',
          [...cutTo(plan, piece.loop), ...levelling(level, goal)].join(','),
          ...audioOutput,
          ...nothingPrivate,
          ...words('-f mp4'),
        ],
      },
    ],
    signal,
  });
  onProgress?.(1);
}

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
