import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createSoundStudio } from '#adapters/media/sound-studio.ts';
import { targetLoudness, type DubbingPlan } from '#domain/dubbing/dubbing.plan.ts';
import { make } from './kit.ts';

const rate = 16_000;
export const clipMs = 12_000;

/** A clip of colours with a low hum for dialogue, and its copy without sound. */
export function makeClip(dir: string): { original: string; silent: string } {
  const [original, silent] = [join(dir, 'original.mp4'), join(dir, 'silent.mp4')];
  const picture = ['-f', 'lavfi', '-i', `testsrc2=s=160x90:r=25:d=${clipMs / 1000}`];
  const sound = ['-f', 'lavfi', '-i', `aevalsrc=0.2*sin(2*PI*180*t)|0.2*sin(2*PI*180*t):s=48000:d=${clipMs / 1000}`];
  const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest'];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...picture, ...sound, ...coded, original]);
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', original, '-map', '0:v', '-c', 'copy', silent]);
  return { original, silent };
}

/** A rising whistle: its place can be found again by correlation. */
export const whistle = (seconds: number, amplitude = 0.3): string =>
  `aevalsrc=${amplitude}*sin(2*PI*(600*t+300*t*t)):s=${rate}:d=${seconds}`;

export const makeBgm = (dir: string): string =>
  make(join(dir, 'bgm.mp3'), 'aevalsrc=0.2*sin(2*PI*1500*t):s=44100:d=3', '-c:a', 'libmp3lame');

export const planOf = (change: Partial<DubbingPlan> = {}): DubbingPlan => ({
  video: { silent: 'silent', original: 'original' },
  durationMs: clipMs,
  voices: [],
  lines: [],
  bgm: null,
  dialogue: 'removed',
  denoise: false,
  burnSubtitle: false,
  loudness: targetLoudness,
  ...change,
});

/** A file's sound as mono samples. */
export function samplesOf(file: string, filter = 'anull'): Float32Array {
  const args = ['-v', 'error', '-i', file, '-vn', '-af', filter, '-ac', '1', '-ar', String(rate), '-f', 'f32le', '-'];
  const bytes = execFileSync('ffmpeg', args, { maxBuffer: 1 << 28 });
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Where a sound is found within another, ms: the shift of the highest correlation. */
export function placeOf(part: Float32Array, whole: Float32Array): number {
  let [best, place] = [-Infinity, 0];
  for (let shift = 0; shift + part.length <= whole.length; shift += 8) {
    let sum = 0;
    for (let i = 0; i < part.length; i += 3) sum += (part[i] ?? 0) * (whole[shift + i] ?? 0);
    if (sum > best) [best, place] = [sum, shift];
  }
  return (place * 1000) / rate;
}

/** Strength of one pitch between two times, dB. */
export function pitchDb(samples: Float32Array, pitch: number, fromMs: number, toMs: number): number {
  const [from, to] = [fromMs, toMs].map((ms) => Math.round((ms * rate) / 1000)) as [number, number];
  let [re, im] = [0, 0];
  for (let i = from; i < to; i++) {
    const angle = (2 * Math.PI * pitch * i) / rate;
    re += (samples[i] ?? 0) * Math.cos(angle);
    im += (samples[i] ?? 0) * Math.sin(angle);
  }
  return 20 * Math.log10((2 * Math.hypot(re, im)) / (to - from) + 1e-9);
}

/** Digest of the coded pictures. */
export const picturesOf = (file: string): string =>
  execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-map', '0:v', '-c', 'copy', '-f', 'md5', '-']).toString();

/** A clip, music, and mixes of them, each in a folder of its own. */
export function mixing(dir: string) {
  const studio = createSoundStudio({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });
  const clip = makeClip(dir);
  const files = new Map([
    ['silent', clip.silent],
    ['original', clip.original],
    ['bgm', makeBgm(dir)],
  ]);
  let count = 0;
  return {
    studio,
    clip,
    files,
    /** The folder of the latest mix. */
    room: () => join(dir, `mix-${count}`),
    async mixed(change: Partial<DubbingPlan>, signal = new AbortController().signal) {
      const room = join(dir, `mix-${++count}`);
      mkdirSync(room);
      const out = join(room, 'product.mp4');
      const facts = await studio.mixDubbing({ plan: planOf(change), files, out }, { signal });
      return { out, facts };
    },
    /** A recording, known by its name. */
    voice(name: string, source: string, ...options: string[]): string {
      files.set(name, make(join(dir, name), source, ...options));
      return name;
    },
  };
}

interface Probed {
  streams: { codec_name: string }[];
  format: { duration: string };
}

export const probe = (file: string): Probed =>
  JSON.parse(
    execFileSync('ffprobe', ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', file]).toString(),
  ) as Probed;
