import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SettingsError } from '../../env.ts';
import { words } from './options.ts';

const run = promisify(execFile);

/** What our argument lists name, by the option under which ffmpeg lists its like. */
const wanted = {
  protocols: ['file', 'unix', 'pipe'],
  demuxers: [
    'rawvideo',
    'concat',
    'mov',
    'wav',
    'flac',
    'mp3',
    'aac',
    'amr',
    'ogg',
    'matroska',
    'f32le',
    'ass',
    'lavfi',
  ],
  muxers: ['mp4', 'wav', 'mp3', 'f32le', 'adts', 'tee', 'null', 'image2', 'chromaprint'],
  encoders: ['libx264', 'aac', 'pcm_s16le', 'pcm_f32le', 'libmp3lame', 'mjpeg', 'mov_text'],
  filters: words(
    'aresample aformat aloop atrim asetpts afade volume alimiter amix adelay apad asplit asetnsamples afftdn ' +
      'highpass anullsrc pan asetrate scale fps setsar ass',
  ),
} as const;

async function lackingOf(ffmpeg: string, kind: keyof typeof wanted): Promise<string[]> {
  const { stdout } = await run(ffmpeg, ['-hide_banner', `-${kind}`]);
  const known = new Set(stdout.split(/[\s,]+/));
  return wanted[kind].filter((name) => !known.has(name));
}

async function lackingIn(ffmpeg: string): Promise<string[]> {
  const kinds = Object.keys(wanted) as (keyof typeof wanted)[];
  const found = await Promise.all(kinds.map(async (kind) => ({ kind, names: await lackingOf(ffmpeg, kind) })));
  return found.filter(({ names }) => names.length > 0).map(({ kind, names }) => `${kind} ${names.join(', ')}`);
}

/** Refuses a program that lacks what films, dubbing and songs need, and says what that is. */
export async function checkFfmpeg(ffmpeg: string): Promise<void> {
  const lacking = await lackingIn(ffmpeg).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(`FFMPEG_PATH: ${ffmpeg} does not run as ffmpeg: ${reason}`);
  });
  if (lacking.length === 0) return;
  throw new SettingsError(
    `FFMPEG_PATH: ${ffmpeg} lacks ${lacking.join('; ')}. Install a full build: Debian's has them all.`,
  );
}
