import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { FilmPlan, Shot, Transition } from '#domain/albums/film.plan.ts';
import { createPainter, type Run } from '#adapters/media/film/painter.ts';
import { levelsOf } from '#scripts/music/levels.ts';

export const size = { width: 320, height: 180 };

/** A folder for one test file, gone when it ends. */
export function workFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'ensemble-film-test-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export type Color = { r: number; g: number; b: number };

/** A picture of one colour as a file. */
export async function flat(dir: string, name: string, color: Color, width = 640, height = 480): Promise<string> {
  const file = join(dir, name);
  await sharp({ create: { width, height, channels: 3, background: color } }).toFile(file);
  return file;
}

/** A picture of noise: nothing of it looks like anything else of it. */
export async function noisy(dir: string, name: string, seed: number): Promise<string> {
  const file = join(dir, name);
  let state = seed;
  const pixels = Buffer.from(
    Array.from({ length: 80 * 60 * 3 }, () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24),
  );
  await sharp(pixels, { raw: { width: 80, height: 60, channels: 3 } })
    .resize(640, 480, { kernel: 'cubic' })
    .jpeg({ quality: 90 })
    .toFile(file);
  return file;
}

export const move: Shot['move'] = {
  from: { zoom: 1, x: 0.45, y: 0.5 },
  to: { zoom: 1.15, x: 0.55, y: 0.5 },
  ease: 'inOut',
};

/** One shot after the other, each entering by its transition over `overlap` frames. */
export function planOf(enters: Transition['type'][], change: Partial<FilmPlan> = {}): FilmPlan {
  const [frames, overlap] = [40, 10];
  const shots = enters.map((type, i): Shot => {
    const enter = type === 'cut' ? { type, frames: 0 } : { type, frames: overlap, towards: 'left' as const };
    return { picture: i, start: i * (frames - overlap), frames, fit: 'cover', move, enter };
  });
  const length = (shots.at(-1)?.start ?? 0) + frames;
  return {
    ...size,
    template: 'test',
    fps: 25,
    frames: length,
    shots,
    captions: [],
    music: { id: 'tone', fadeOut: 25 },
    ...change,
  };
}

/** All frames of a run, as copies of their planar 4:2:0 bytes. */
export async function framesOf(run: Run, paint = createPainter()): Promise<Buffer[]> {
  const frames: Buffer[] = [];
  await paint(run, (bytes) => void frames.push(Buffer.from(bytes)));
  return frames;
}

/** Luma, u and v of one place of a frame. */
export function yuvAt(frame: Uint8Array, x: number, y: number, { width, height } = size): [number, number, number] {
  const chroma = (y >> 1) * (width / 2) + (x >> 1);
  const u = width * height + chroma;
  return [frame[y * width + x] ?? 0, frame[u] ?? 0, frame[u + (width * height) / 4] ?? 0];
}

/** What ffprobe says of a file. */
export function probe(file: string, entries: string, ...more: string[]): Record<string, unknown> {
  const args = ['-v', 'error', '-show_entries', entries, ...more, '-of', 'json', file];
  return JSON.parse(execFileSync('ffprobe', args).toString()) as Record<string, unknown>;
}

/** Forty seconds of a swelling chord, described as the music of a plan. */
export function makeTone(folder: string, volume: number, loop = { startMs: 0, endMs: 40_000 }): string {
  const file = join(folder, 'tone.m4a');
  const tones = [220, 277, 330].flatMap((pitch) => ['-f', 'lavfi', '-i', `sine=${pitch}:r=44100:d=40`]);
  const chord = `amix=inputs=3:normalize=0,volume=${volume * 8},tremolo=f=0.4:d=0.5`;
  const output = ['-filter_complex', chord, '-ac', '2', '-c:a', 'aac', '-b:a', '128k', file];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...tones, ...output]);
  const piece = { id: 'tone', title: 'Tone', licence: 'none', file: 'tone.m4a', bpm: 120, beatsPerBar: 4 };
  const facts = { firstBeatMs: 0, loop, durationMs: 40_000, levels: levelsOf(file) };
  writeFileSync(join(folder, 'tone.json'), JSON.stringify({ ...piece, ...facts }));
  return folder;
}

export const job = { signal: new AbortController().signal };
