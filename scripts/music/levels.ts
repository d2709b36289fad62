import { execFileSync } from 'node:child_process';
import { createEar } from '#adapters/media/sound/ear.ts';
import type { MusicPiece } from '#domain/albums/template.plan.ts';

const rate = 48_000;
const silenceDb = -120;
const decoded = `-vn -map 0:a -ar ${rate} -ac 2 -f f32le -`.split(' ');

const decibels = (value: number): number => Math.max(silenceDb, Math.round(value * 10) / 10);

/** Decodes a piece of music and measures each 100 ms of it. */
export function levelsOf(file: string): MusicPiece['levels'] {
  const ear = createEar(rate);
  ear.hear(execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-i', file, ...decoded], { maxBuffer: 1 << 28 }));
  const steps = ear.steps();
  return { lufs: steps.map(({ lufs }) => decibels(lufs)), peakDb: steps.map(({ peakDb }) => decibels(peakDb)) };
}
