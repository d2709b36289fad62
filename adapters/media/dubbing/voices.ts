import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { DomainError } from '#domain/shared/errors.ts';
import { unhurried, words } from '../ffmpeg/options.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';
import { createEar } from '../sound/ear.ts';
import { noiseOf, spansOf, type Span } from './activity.ts';

/** What everything is mixed at. */
export const rate = 48_000;
export const stereo = `aresample=${rate},aformat=sample_fmts=flt:channel_layouts=stereo`;
/** Samples without a header, as we leave them between two steps. */
export const rawSound = words(`-f f32le -ar ${rate} -ac 2`);
export const rawOutput = [...rawSound, ...unhurried];

/** A recording as raw sound, and where on the clip it begins. */
export interface DecodedVoice {
  file: string;
  startMs: number;
}

/** It, and what was heard of it. */
export interface PreparedVoice extends DecodedVoice {
  gainDb: number;
  noiseDb: number; // between the words
  spans: Span[];
}

const voiceLufs = -17; // what each recording is brought to, so that nobody drowns the others
const gainDb = { least: -24, most: 30 };

export const badVoice = (): DomainError => new DomainError('invalid', 'bad_voice', '录音已损坏或无法解码');

/** Listens to decoded recordings: how loud they are and where somebody speaks. Refuses `bad_voice`. */
export const levelVoices = (voices: readonly DecodedVoice[]): Promise<PreparedVoice[]> =>
  Promise.all(voices.map(({ file, startMs }) => levelled(file, startMs)));

async function levelled(file: string, startMs: number): Promise<PreparedVoice> {
  const ear = createEar(rate);
  for await (const bytes of createReadStream(file, { highWaterMark: 1 << 18 })) ear.hear(bytes as Buffer);
  const { lufs } = ear.facts();
  if (Number.isNaN(lufs) || lufs === Infinity) {
    await rm(file, { force: true });
    throw badVoice();
  }
  const gain = Math.max(gainDb.least, Math.min(gainDb.most, voiceLufs - lufs)); // of silence too: nothing stays nothing
  return { file, startMs, gainDb: gain, noiseDb: noiseOf(ear.highs()), spans: spansOf(ear.highs(), startMs) };
}

/** Takes away what is below speech, and 14 dB of what lies between the words: FFT noise reduction. */
export async function denoised(voices: readonly PreparedVoice[], signal: AbortSignal): Promise<PreparedVoice[]> {
  if (voices.length === 0) return [];
  const clean = voices.map((voice) => ({ ...voice, file: `${voice.file}.clean` }));
  await runFfmpeg({
    inputs: voices.map(({ file }) => ({ file, options: rawSound })),
    outputs: clean.map(({ file, noiseDb }, i) => {
      const filters = `highpass=f=70,afftdn=nr=14:nf=${noiseDb}`;
      return { file, options: ['-map', `${i}:a:0`, '-af', filters, ...rawOutput] };
    }),
    signal,
  });
  await Promise.all(voices.map(({ file }) => rm(file, { force: true }))); // hours of raw sound fill a disk
  return clean;
}
