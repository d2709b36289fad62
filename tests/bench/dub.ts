import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSoundStudio } from '#adapters/media/sound-studio.ts';
import { audioOutput } from '#adapters/media/ffmpeg/options.ts';
import { targetLoudness, type DubbingPlan } from '#domain/dubbing/dubbing.plan.ts';
import { workFolder } from './assets.ts';
import { byTurns, goalOf, printed, ratiosOf } from './measure.ts';
import { clipSeconds, makeDubbing } from './sound-assets.ts';

const run = promisify(execFile);
const starts = [5000, 20_000, 40_000]; // ms
const goal = 1.1;

/**
 * The least that a mix needs: one ffmpeg that decodes the same sounds, adds them up, encodes them at the same rate and bit
 * rate (which is most of it) and copies the same picture into a file that begins with its index. It measures nothing,
 * ducks nothing and has no subtitle; its level is a guess.
 */
function floor({ original, voices, bgm, folder }: ReturnType<typeof makeDubbing>): () => Promise<unknown> {
  const inputs = [original, ...voices, bgm].flatMap((file) => ['-i', file]);
  const placed = starts.map((ms, i) => `[${i + 1}:a]aresample=48000,adelay=${ms}:all=1[v${i}]`);
  const music = `[${voices.length + 1}:a]aresample=48000,volume=0.2,atrim=0:${clipSeconds},afade=t=out:st=57:d=3[m]`;
  const sum = `[o][v0][v1][v2][m]amix=inputs=5:normalize=0:duration=first,alimiter=limit=0.84[a]`;
  const graph = ['[0:a]volume=0.25[o]', ...placed, music, sum].join(';');
  const picture = ['-map', '0:v', '-c:v', 'copy', '-movflags', '+faststart'];
  const mapped = ['-filter_complex', graph, '-map', '[a]', ...audioOutput, ...picture, join(folder, 'floor.mp4')];
  return () => run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...inputs, ...mapped]);
}

function planOf(voices: readonly string[]): DubbingPlan {
  const lines = starts.map((startMs, i) => ({ startMs, endMs: startMs + 5000, text: `第 ${i + 1} 句` }));
  return {
    video: { silent: 'silent', original: 'original' },
    durationMs: clipSeconds * 1000,
    voices: voices.map((_, i) => ({ key: `voice${i}`, startMs: starts[i] ?? 0 })),
    lines,
    bgm: { key: 'bgm' },
    dialogue: 'ducked',
    denoise: false,
    burnSubtitle: false,
    loudness: targetLoudness,
  };
}

/** The whole mix of a 60 s clip, three recordings and music against its floor. */
export async function benchDub({ runs }: { runs: number }): Promise<void> {
  const made = makeDubbing();
  const { silent, original, voices, bgm } = made;
  const recordings = voices.map((file, i) => [`voice${i}`, file] as const);
  const files = new Map([['silent', silent], ['original', original], ['bgm', bgm], ...recordings]);
  const room = join(made.folder, 'mix');
  mkdirSync(room, { recursive: true });
  const studio = createSoundStudio({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });
  const { signal } = new AbortController();
  const mix = () => studio.mixDubbing({ plan: planOf(voices), files, out: join(room, 'product.mp4') }, { signal });
  const product = await mix(); // and warm
  const pairs = await byTurns(runs, floor(made), mix);
  const row = { ...ratiosOf(pairs), lufs: product.lufs ?? Number.NaN, peakDb: product.peakDb ?? Number.NaN };
  const verdict = [goalOf('wall, of the floor', row.wallRatio, goal)]; // 1.1 of its time; what it takes of both cores is told beside
  printed(row, verdict);
  writeFileSync(
    join(workFolder, 'dub.json'),
    JSON.stringify({ date: new Date().toISOString(), runs, row, verdict, pairs }, null, 2),
  );
}
