import { join } from 'node:path';
import type { DubbingPlan } from '#domain/dubbing/dubbing.plan.ts';
import { containerOf, untrusted } from '../ffmpeg/containers.ts';
import { words } from '../ffmpeg/options.ts';
import { FfmpegRefusal, runFfmpeg, type MediaFile } from '../ffmpeg/run.ts';
import { badVoice, rawOutput, stereo, type DecodedVoice } from './voices.ts';

/** What a mix is made of, decoded: paths of raw sound, all at one rate and in stereo. */
export interface Stems {
  voices: DecodedVoice[];
  dialogue: string | null;
  music: string | null;
}

/** Where sounds come from and where the room for scratch is. */
export interface Place {
  files: ReadonlyMap<string, string>;
  dir: string;
}

/** A sound to be decoded to a file. */
interface Decoding {
  input: MediaFile;
  file: string;
}

/** Decodes every sound of a mix once, all by one ffmpeg. Voices that begin after the end are left out. Refuses `bad_voice`. */
export async function decodeStems(plan: DubbingPlan, { files, dir }: Place, signal: AbortSignal): Promise<Stems> {
  const { durationMs, bgm, dialogue, video } = plan;
  const heard = plan.voices.filter(({ startMs }) => startMs < durationMs);
  const voices = heard.map(({ key, startMs }, i) => ({ key, startMs, file: join(dir, `voice-${i}.f32`) }));
  const recordings = await Promise.all(
    voices.map(async ({ key, startMs, file }) => {
      const input = await opened(files.get(key) ?? '', (durationMs - startMs) / 1000, signal);
      return { input, file };
    }),
  );
  const length = ['-t', (durationMs / 1000).toFixed(3)];
  const ours = (key: string, name: string, options: string): Decoding => ({
    input: { file: files.get(key) ?? '', options: [...words(options), ...length] },
    file: join(dir, name),
  });
  const clip = dialogue === 'ducked' ? ours(video.original, 'dialogue.f32', '-vn -f mov') : null;
  const music = bgm === null ? null : ours(bgm.key, 'music.f32', '-f mp3 -stream_loop -1');
  const others = [clip, music].filter((one) => one !== null);
  await decode([...recordings, ...others], signal).catch(async (error: unknown) => {
    if (!(error instanceof FfmpegRefusal)) throw error;
    await decode(recordings, signal).catch((fault: unknown) => {
      throw fault instanceof FfmpegRefusal ? badVoice() : fault;
    });
    throw error; // it was not the recordings
  });
  return { voices, dialogue: clip?.file ?? null, music: music?.file ?? null };
}

async function opened(file: string, seconds: number, signal: AbortSignal): Promise<MediaFile> {
  const container = await containerOf(file, signal);
  if (container === undefined) throw badVoice();
  return untrusted(file, container.demuxer, '-t', seconds.toFixed(3));
}

async function decode(sounds: readonly Decoding[], signal: AbortSignal): Promise<void> {
  if (sounds.length === 0) return;
  await runFfmpeg({
    inputs: sounds.map(({ input }) => input),
    outputs: sounds.map(({ file }, i) => ({ file, options: ['-map', `${i}:a:0`, '-af', stereo, ...rawOutput] })),
    signal,
  });
}
