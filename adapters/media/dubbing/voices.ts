import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DubbingPlan } from '#domain/dubbing/dubbing.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { containerOf, untrusted } from '../ffmpeg/containers.ts';
import { words } from '../ffmpeg/options.ts';
import { FfmpegRefusal, runFfmpeg, type MediaFile } from '../ffmpeg/run.ts';
import { createEar } from '../sound/ear.ts';
import { noiseOf, spansOf, type Span } from './activity.ts';

/** What everything is mixed at. */
export const rate = 48_000;
export const stereo = `aresample=${rate},aformat=sample_fmts=flt:channel_layouts=stereo`;
/** Samples without a header, as we leave them between two steps. */
export const rawSound = words(`-f f32le -ar ${rate} -ac 2`);

/** A decoded recording and where it is heard. */
export interface PreparedVoice {
  file: string;
  startMs: number;
  gainDb: number;
  noiseDb: number; // between the words
  spans: Span[];
}

const voiceLufs = -17; // what each recording is brought to, so that nobody drowns the others
const gainDb = { least: -24, most: 30 };

const refusal = (): DomainError => new DomainError('invalid', 'bad_voice', '录音已损坏或无法解码');

/** Decodes every recording once, by one ffmpeg, and listens to what came out. Those that begin after the end are left out. */
export async function prepareVoices(
  { voices, durationMs }: Pick<DubbingPlan, 'voices' | 'durationMs'>,
  { files, dir }: { files: ReadonlyMap<string, string>; dir: string },
  signal: AbortSignal,
): Promise<PreparedVoice[]> {
  const heard = voices.filter(({ startMs }) => startMs < durationMs);
  if (heard.length === 0) return [];
  const decoded = heard.map((voice, i) => ({ ...voice, file: join(dir, `voice-${i}.f32`) }));
  const inputs = await Promise.all(
    decoded.map(({ key, startMs }) => opened(files.get(key) ?? '', (durationMs - startMs) / 1000)),
  );
  const outputs = decoded.map(({ file }, i) => ({ file, options: ['-map', `${i}:a:0`, '-af', stereo, ...rawSound] }));
  try {
    await runFfmpeg({ inputs, outputs, signal });
  } catch (error) {
    throw error instanceof FfmpegRefusal ? refusal() : error;
  }
  return Promise.all(decoded.map(({ file, startMs }) => levelled(file, startMs)));
}

async function opened(file: string, seconds: number): Promise<MediaFile> {
  const container = await containerOf(file);
  if (container === undefined) throw refusal();
  return untrusted(file, container.demuxer, '-t', seconds.toFixed(3));
}

async function levelled(file: string, startMs: number): Promise<PreparedVoice> {
  const ear = createEar(rate);
  for await (const bytes of createReadStream(file, { highWaterMark: 1 << 18 })) ear.hear(bytes as Buffer);
  const { lufs } = ear.facts();
  if (Number.isNaN(lufs) || lufs === Infinity) {
    await rm(file, { force: true });
    throw refusal();
  }
  const gain = Math.max(gainDb.least, Math.min(gainDb.most, voiceLufs - lufs)); // of silence too: nothing stays nothing
  return { file, startMs, gainDb: gain, noiseDb: noiseOf(ear.highs()), spans: spansOf(ear.highs(), startMs) };
}
