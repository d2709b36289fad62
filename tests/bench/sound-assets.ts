import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeMusic, workFolder } from './assets.ts';

const folder = join(workFolder, 'dub');
export const clipSeconds = 60;

const make = (name: string, ...args: string[]): string => {
  const file = join(folder, name);
  if (!existsSync(file)) execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, file]);
  return file;
};

/** Six seconds of syllables: bursts of a buzz whose pitch wanders, like a voice without words. */
const babble = (pitch: number) =>
  `aevalsrc='0.4*gt(sin(2*PI*2.3*t),-0.2)*(mod(t*(${pitch}+12*sin(1.7*t)),1)-0.5)+0.004*(random(${pitch})-0.5)':s=44100:d=6`;

/** A clip of 60 s, three recordings and music, made once. */
export function makeDubbing() {
  mkdirSync(folder, { recursive: true });
  const bgm = makeMusic().file;
  const picture = [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=s=1280x720:r=25:d=${clipSeconds}`,
    '-i',
    bgm,
    '-t',
    String(clipSeconds),
  ];
  const coded = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '128k'];
  const original = make('original.mp4', ...picture, '-map', '0:v', '-map', '1:a', ...coded);
  const silent = make('silent.mp4', '-i', original, '-map', '0:v', '-c', 'copy', '-movflags', '+faststart');
  const voices = [110, 150, 210].map((pitch, i) => make(`voice${i}.wav`, '-f', 'lavfi', '-i', babble(pitch)));
  return { folder, original, silent, voices, bgm };
}
