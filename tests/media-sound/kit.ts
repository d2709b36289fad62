import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test file, gone when it ends. */
export function workFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'ensemble-sound-test-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Makes a file of a lavfi source: `sine=440:d=3`. */
export function make(file: string, source: string, ...options: string[]): string {
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...options, file]);
  return file;
}

/** Loudness and true peak by ffmpeg's own meter, on both sides. */
export function heard(file: string): { lufs: number; peakDb: number } {
  const filter = 'aformat=channel_layouts=stereo,ebur128=peak=true:framelog=verbose';
  const { stderr } = spawnSync('ffmpeg', ['-nostdin', '-nostats', '-i', file, '-vn', '-af', filter, '-f', 'null', '-']);
  const report = stderr.toString();
  const summary = report.slice(report.lastIndexOf('Summary:'));
  const value = (pattern: RegExp) => Number(pattern.exec(summary)?.[1]?.replace('inf', 'Infinity'));
  return { lufs: value(/I:\s+(-?[\d.]+|-inf) LUFS/), peakDb: value(/Peak:\s+(-?[\d.]+|-inf) dBFS/) };
}
