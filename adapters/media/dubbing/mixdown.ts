import { join } from 'node:path';
import type { DubbingPlan } from '#domain/dubbing/dubbing.plan.ts';
import { words } from '../ffmpeg/options.ts';
import { runFfmpeg, type MediaFile } from '../ffmpeg/run.ts';
import { createEar } from '../sound/ear.ts';
import type { Level } from '../sound/level.ts';
import { ducked, together } from './activity.ts';
import { rate, rawSound, stereo, type PreparedVoice } from './voices.ts';

/** One sound of the mix: an input and what is done to it. */
interface Part {
  input: MediaFile;
  filters: string[];
}

const dialogueDuckDb = 18;
const music = { levelDb: -9, duckDb: 10, fadeIn: 0.5, fadeOut: 2.5 }; // pieces come at −16 LUFS; fades in s
const dialogueAlone = -2; // dB under what voices are brought to

/** Below speech, and 14 dB of what lies between the words: FFT noise reduction. */
const denoiser = (noiseDb: number): string[] => ['highpass=f=70', `afftdn=nr=14:nf=${noiseDb}`];

const voicePart = ({ file, startMs, gainDb, noiseDb }: PreparedVoice, denoise: boolean): Part => ({
  input: { file, options: rawSound },
  filters: [
    ...(denoise ? denoiser(noiseDb) : []),
    `volume=${gainDb.toFixed(2)}dB`,
    `adelay=${Math.round(startMs)}:all=1`,
  ],
});

function musicPart(file: string, seconds: number, spans: Parameters<typeof ducked>[0]): Part {
  const out = Math.max(0, seconds - music.fadeOut);
  const fades = [`afade=t=in:d=${music.fadeIn}`, `afade=t=out:st=${out.toFixed(3)}:d=${music.fadeOut}`];
  return {
    input: { file, options: words('-f mp3 -stream_loop -1') },
    filters: [
      stereo,
      `atrim=end=${seconds.toFixed(3)}`,
      'asetpts=N/SR/TB',
      `volume=${music.levelDb}dB`,
      ...fades,
      ...ducked(spans, music.duckDb),
    ],
  };
}

const dialoguePart = (file: string, spans: Parameters<typeof ducked>[0]): Part => ({
  input: { file, options: words('-vn -f mov') },
  filters: [stereo, `volume=${dialogueAlone}dB`, ...ducked(spans, dialogueDuckDb)],
});

const silence: Part = {
  input: { file: `anullsrc=r=${rate}:cl=stereo`, options: words('-f lavfi') },
  filters: [stereo],
};

function partsOf(plan: DubbingPlan, voices: readonly PreparedVoice[], files: ReadonlyMap<string, string>): Part[] {
  const spans = together(voices.map((voice) => voice.spans));
  const { bgm, dialogue, video, durationMs, denoise } = plan;
  const parts = voices.map((voice) => voicePart(voice, denoise));
  if (dialogue === 'ducked') parts.push(dialoguePart(files.get(video.original) ?? '', spans));
  if (bgm !== null) parts.push(musicPart(files.get(bgm.key) ?? '', durationMs / 1000, spans));
  return parts.length > 0 ? parts : [silence];
}

/** Voices, dialogue and music as one stereo sound, exactly as long as the clip; written without a header and measured as it passes. */
export async function mixDown(
  plan: DubbingPlan,
  voices: readonly PreparedVoice[],
  { files, dir }: { files: ReadonlyMap<string, string>; dir: string },
  signal: AbortSignal,
): Promise<{ mix: MediaFile; level: Level }> {
  const parts = partsOf(plan, voices, files);
  const file = join(dir, 'mix.f32');
  const frames = Math.round((plan.durationMs * rate) / 1000);
  const chains = parts.map(({ filters }, i) => `[${i}:a:0]${filters.join(',')}[p${i}]`);
  const inlets = parts.map((_, i) => `[p${i}]`).join('');
  const sum = `${inlets}amix=inputs=${parts.length}:normalize=0:duration=longest`;
  const cut = `${sum},${stereo},apad=whole_len=${frames},atrim=end_sample=${frames},asplit[file][ear]`;
  const ear = createEar(rate);
  await runFfmpeg({
    inputs: parts.map(({ input }) => input),
    outputs: [
      { file, options: ['-filter_complex', [...chains, cut].join(';'), '-map', '[file]', ...rawSound] },
      { onBytes: ear.hear, options: ['-map', '[ear]', ...rawSound] },
    ],
    signal,
  });
  const { lufs, peakDb } = ear.facts();
  return { mix: { file, options: rawSound }, level: { lufs, peakDb: peakDb ?? -Infinity } };
}
