import type { SoundFacts } from '#domain/dubbing/media.plan.ts';
import { unhurried, words } from '../ffmpeg/options.ts';
import { FfmpegRefusal, runFfmpeg, type MediaFile } from '../ffmpeg/run.ts';
import { createEar } from './ear.ts';

const lowestRate = 4000;
const highestRate = 192_000;
const asStereo = words('-af aformat=sample_fmts=flt:channel_layouts=stereo -c:a pcm_f32le -fflags +bitexact -f wav');

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
function createWavEar() {
  let ear: ReturnType<typeof createEar> | undefined;
  let head: Buffer | undefined = Buffer.alloc(0);
  return {
    hear(bytes: Buffer): void {
      if (ear !== undefined || head === undefined) return ear?.hear(bytes);
      head = Buffer.concat([head, bytes]);
      const header = wavHeader(head);
      if (header === undefined) return;
      const { rate, start } = header;
      if (rate >= lowestRate && rate <= highestRate) ear = createEar(rate);
      ear?.hear(head.subarray(start));
      head = undefined;
    },
    facts: () => ear?.facts(),
  };
}

/**
 * Decodes the first sound of a file once and tells duration, loudness and peaks: measured here while ffmpeg decodes on,
 * because its own meter takes as long as the decoding. FfmpegRefusal: there is no sound, or nothing that can be heard.
 */
export async function listenTo(input: MediaFile, signal: AbortSignal, limitMs?: number): Promise<SoundFacts> {
  const ear = createWavEar();
  await runFfmpeg({
    inputs: [input],
    outputs: [{ onBytes: ear.hear, options: ['-map', '0:a:0', ...asStereo, ...unhurried] }],
    signal,
    ...(limitMs !== undefined && { limitMs }),
  });
  const facts = ear.facts();
  if (facts === undefined || facts.durationMs === 0) throw new FfmpegRefusal('no sound, or a sampling rate of no use');
  const isSilent = facts.lufs === -Infinity;
  if (!isSilent && !Number.isFinite(facts.lufs)) throw new FfmpegRefusal('samples that are no numbers');
  return { ...facts, lufs: isSilent ? null : facts.lufs };
}
