import type { SoundFacts } from '#domain/dubbing/media.plan.ts';
import { unhurried, words } from '../ffmpeg/options.ts';
import { FfmpegRefusal, runFfmpeg, type MediaFile } from '../ffmpeg/run.ts';
import { createEar, type Ear } from './ear.ts';

const lowestRate = 4000;
const highestRate = 192_000;
const asStereo = 'aformat=sample_fmts=flt:channel_layouts=stereo';
const asWav = words('-c:a pcm_f32le -fflags +bitexact -f wav');

/** Where the samples of a WAV begin, and their rate; undefined: the header is not all here yet. */
function wavHeader(bytes: Buffer): { rate: number; start: number } | undefined {
  let rate = 0;
  for (let at = 12; at + 8 <= bytes.length; at += 8 + bytes.readUInt32LE(at + 4)) {
    const name = bytes.toString('latin1', at, at + 4);
    if (name === 'data') return { rate, start: at + 8 };
    if (name === 'fmt ' && at + 16 <= bytes.length) rate = bytes.readUInt32LE(at + 12);
  }
  return undefined;
}

/** Takes a stereo WAV as it comes, at whatever rate; the rate stands in its header. */
function createWavEar(isKeen: boolean) {
  let ear: Ear | undefined;
  let head: Buffer | undefined = Buffer.alloc(0);
  let rate = 0;
  return {
    hear(bytes: Buffer): void {
      if (ear !== undefined || head === undefined) return ear?.hear(bytes);
      head = Buffer.concat([head, bytes]);
      const header = wavHeader(head);
      if (header === undefined) return;
      rate = header.rate;
      if (rate >= lowestRate && rate <= highestRate) ear = createEar(rate, { isKeen });
      ear?.hear(head.subarray(header.start));
      head = undefined;
    },
    heard: () => ear && { ear, rate, facts: ear.facts() },
  };
}

/** How a file is heard, and what is made of it meanwhile. */
interface Hearing {
  input: MediaFile;
  signal: AbortSignal;
  limitMs?: number;
  /** Filters that make two sides of floats of it. */
  sides?: string;
  /** Find the peak between samples too. */
  isKeen?: boolean;
  /** Other outputs of the same decoding. */
  beside?: readonly MediaFile[];
}

/**
 * Decodes the first sound of a file once and tells duration, loudness and peaks: measured here while ffmpeg decodes on,
 * because its own meter takes as long as the decoding. FfmpegRefusal: there is no sound, or nothing that can be heard.
 */
export async function hear(hearing: Hearing): Promise<{ ear: Ear; rate: number; facts: SoundFacts }> {
  const { input, signal, limitMs, sides = asStereo, isKeen = false, beside = [] } = hearing;
  const listener = createWavEar(isKeen);
  const heardFrom = ['-map', '0:a:0', '-af', sides, ...asWav, ...unhurried];
  await runFfmpeg({
    inputs: [input],
    outputs: [{ onBytes: listener.hear, options: heardFrom }, ...beside],
    signal,
    ...(limitMs !== undefined && { limitMs }),
  });
  const heard = listener.heard();
  if (heard === undefined || heard.facts.durationMs === 0)
    throw new FfmpegRefusal('no sound, or a sampling rate of no use');
  const { facts } = heard;
  const isSilent = facts.lufs === -Infinity;
  if (!isSilent && !Number.isFinite(facts.lufs)) throw new FfmpegRefusal('samples that are no numbers');
  return { ...heard, facts: { ...facts, lufs: isSilent ? null : facts.lufs } };
}

/** The same where nothing but the facts is wanted. */
export const listenTo = async (input: MediaFile, signal: AbortSignal, limitMs?: number): Promise<SoundFacts> =>
  (await hear({ input, signal, ...(limitMs !== undefined && { limitMs }) })).facts;
