import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { levelsOf } from '#scripts/music/levels.ts';

/** Everything the benchmarks make lies here; git ignores it. */
export const workFolder = join(import.meta.dirname, '../../bench-work');
/** Storage of the benches. */
export const filesFolder = join(workFolder, 'files');

const [width, height] = [4032, 3024];

/** Numbers 0…1 that are the same on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const octaves = [
  [4, 3, 0.42],
  [12, 9, 0.22],
  [48, 36, 0.14],
  [192, 144, 0.09],
  [768, 576, 0.06],
] as const;

/** A landscape of noise in five sizes. */
async function landscape(next: () => number): Promise<Float32Array> {
  const sum = new Float32Array(width * height * 3);
  for (const [w, h, share] of octaves) {
    const grid = Buffer.from(Array.from({ length: w * h * 3 }, () => next() * 256));
    const image = sharp(grid, { raw: { width: w, height: h, channels: 3 } });
    const octave = await image.resize(width, height, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (octave[i] ?? 0) * share;
  }
  return sum;
}

/** Adds coloured discs with hard edges, a brighter sky and the grain of a sensor. */
function develop(noise: Float32Array, next: () => number, seed: number): Buffer {
  const tint = () => (next() - 0.5) * 130;
  const discs = Array.from({ length: 14 }, () => ({
    x: next() * width,
    y: next() * height,
    radius: 80 + next() * 420,
    color: [tint(), tint(), tint()] as const,
  }));
  const pixels = Buffer.alloc(width * height * 3);
  let grain = 12_345 + seed;
  for (let y = 0, i = 0; y < height; y++) {
    const sky = (1 - y / height) * 46 - 10;
    const near = discs.filter((disc) => Math.abs(y - disc.y) < disc.radius);
    for (let x = 0; x < width; x++) {
      grain = (Math.imul(grain, 1_664_525) + 1_013_904_223) | 0;
      let [r, g, b] = [0, 0, sky];
      for (const { x: dx, y: dy, radius, color } of near) {
        if ((x - dx) ** 2 + (y - dy) ** 2 < radius * radius) [r, g, b] = [r + color[0], g + color[1], b + color[2]];
      }
      const noisy = ((grain >>> 24) - 128) * 0.055;
      for (const tone of [r, g, b]) {
        pixels[i] = Math.max(0, Math.min(255, ((noise[i] ?? 0) - 118) * 1.9 + 118 + tone + noisy));
        i++;
      }
    }
  }
  return pixels;
}

/** Synthetic 12-megapixel photographs, every fifth one turned by EXIF; made once. */
export async function makePhotos(count: number): Promise<string[]> {
  const folder = join(workFolder, 'photos');
  mkdirSync(folder, { recursive: true });
  const files = Array.from({ length: count }, (_, i) => join(folder, `${String(i + 1).padStart(2, '0')}.jpg`));
  for (const [i, file] of files.entries()) {
    if (existsSync(file)) continue;
    process.stderr.write(`making photo ${i + 1} of ${count}\r`);
    const next = random(1000 + i);
    const pixels = develop(await landscape(next), next, i);
    const image = sharp(pixels, { raw: { width, height, channels: 3 } }).jpeg({ quality: 88 });
    await (i % 5 === 4 ? image.withMetadata({ orientation: 6 }) : image).toFile(file);
  }
  return files;
}

const voice = (shift: number): string =>
  `0.22*sin(2*PI*${220 + shift}*t)*(0.6+0.4*sin(PI*t))+0.16*sin(2*PI*(${330 + shift}+40*sin(0.4*PI*t))*t)+0.12*sin(2*PI*${550 + shift}*t)*exp(-3*mod(t,0.5))+0.04*(random(${shift})-0.5)`;

/** A description and three minutes of synthetic music, made once. */
export function makeMusic(): { folder: string; id: string; file: string } {
  const folder = join(workFolder, 'music');
  const file = join(folder, 'bench.mp3');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) {
    const source = `aevalsrc='${voice(0)}|${voice(1)}':s=44100:d=180`;
    const output = ['-c:a', 'libmp3lame', '-b:a', '192k', '-y', file];
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, ...output]);
  }
  const piece = { id: 'bench', title: 'Bench', licence: 'none', file: 'bench.mp3', bpm: 120, beatsPerBar: 4 };
  const times = { firstBeatMs: 0, loop: { startMs: 0, endMs: 178_000 }, durationMs: 180_000, levels: levelsOf(file) };
  writeFileSync(join(folder, 'bench.json'), JSON.stringify({ ...piece, ...times }));
  return { folder, id: 'bench', file };
}
