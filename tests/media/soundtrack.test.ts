import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createFilmStudio } from '#adapters/media/film-studio.ts';
import { job, makeTone, planOf, probe, workFolder } from './kit.ts';

const dir = workFolder();

/** Loudness and true peak by ffmpeg's own meter. */
function heard(file: string, from = 0): { lufs: number; peakDb: number } {
  const filter = `atrim=start=${from},ebur128=peak=true:framelog=verbose`;
  const { stderr } = spawnSync('ffmpeg', ['-nostdin', '-nostats', '-i', file, '-af', filter, '-f', 'null', '-']);
  const report = stderr.toString();
  const summary = report.slice(report.lastIndexOf('Summary:'));
  const value = (pattern: RegExp) => Number(pattern.exec(summary)?.[1]);
  return { lufs: value(/I:\s+(-?[\d.]+|-inf) LUFS/), peakDb: value(/Peak:\s+(-?[\d.]+|-inf) dBFS/) };
}

async function soundtrack(name: string, volume: number, seconds: number, loop?: { startMs: number; endMs: number }) {
  const folder = join(dir, name);
  mkdirSync(folder);
  makeTone(folder, volume, loop);
  const studio = createFilmStudio({ ffmpegPath: 'ffmpeg', musicFolder: folder });
  const plan = planOf(['cut'], { frames: seconds * 25 });
  const out = join(folder, 'out.m4a');
  await studio.renderSoundtrack({ plan, out }, job);
  const { streams } = probe(out, 'stream=duration') as { streams: { duration: string }[] };
  return { out, seconds: Number(streams[0]?.duration) };
}

test.each([
  ['soft', 0.01],
  ['middling', 0.1],
  ['loud', 0.3],
])('%s music comes to -16 LUFS with peaks below -1.5 dBTP', async (name, volume) => {
  const { out, seconds } = await soundtrack(name, volume, 20);
  const { lufs, peakDb } = heard(out);
  expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(0.7);
  expect(peakDb).toBeLessThanOrEqual(-1.5);
  expect(Math.abs(seconds - 20)).toBeLessThanOrEqual(1 / 25);
});

test('the end fades out', async () => {
  const { out } = await soundtrack('fading', 0.1, 10);
  const raw = spawnSync('ffmpeg', ['-v', 'error', '-i', out, '-f', 's16le', '-ac', '1', '-'], { maxBuffer: 1 << 28 });
  const samples = new Int16Array(raw.stdout.buffer, raw.stdout.byteOffset, Math.floor(raw.stdout.length / 2));
  const loudest = (from: number, to: number) =>
    samples.slice(from * 48_000, to * 48_000).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  expect(loudest(9.9, 10)).toBeLessThan(loudest(6, 8) / 5);
  expect(loudest(9.2, 9.4)).toBeLessThan(loudest(6, 8));
});

test('a film longer than its music repeats the loop of it', async () => {
  const { out, seconds } = await soundtrack('long', 0.1, 30, { startMs: 3000, endMs: 9000 });
  expect(Math.abs(seconds - 30)).toBeLessThanOrEqual(1 / 25);
  expect(heard(out, 20).lufs).toBeGreaterThan(-20); // still music there
  expect(Math.abs(heard(out).lufs + 16)).toBeLessThanOrEqual(0.7);
});

test('silence stays silence', async () => {
  const { out } = await soundtrack('silent', 0, 5);
  expect(heard(out).lufs).toBeLessThanOrEqual(-70);
});
