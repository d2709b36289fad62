import type { DubbingPlan, ProductFacts } from '#domain/dubbing/dubbing.plan.ts';
import type { ClipFacts, SoundFacts } from '#domain/dubbing/media.plan.ts';
import type { Job } from './job.ts';

/** Forms of recordings by content, and the ending that each is stored with. */
export const voiceFormats = ['mp3', 'aac', 'm4a', 'wav', 'amr', 'ogg', 'webm'] as const;
export type VoiceFormat = (typeof voiceFormats)[number];

/** Takes in clips and music and mixes dubbings. All paths are local files; names are never trusted. */
export interface SoundStudio {
  /** H.264, yuv420p, constant frame rate and AAC sound; a copy without sound; a still. Refuses `bad_clip`. */
  ingestClip(input: { source: string; original: string; silent: string; poster: string }, job: Job): Promise<ClipFacts>;
  /** An MP3 without metadata. Refuses `bad_music`. */
  ingestMusic(input: { source: string; out: string }, job: Job): Promise<SoundFacts>;
  /** One frame of a normalised clip as a JPEG. */
  takeStill(input: { clip: string; atMs: number; out: string }, job: Job): Promise<void>;
  /** A role's face: a square JPEG of a picture, without metadata. */
  portray(input: { picture: string; out: string }): Promise<void>;
  /** What an upload is by its content; refuses (DomainError `invalid`, code `bad_voice`) what is no sound of a known form, damaged or longer than ten minutes, and (`too_many`, `overloaded`) what is not heard in time. */
  inspectVoice(file: string): Promise<{ format: VoiceFormat; durationMs: number }>;
  /** `files` gives the local copy of every storage key that the plan names. */
  mixDubbing(
    input: { plan: DubbingPlan; files: ReadonlyMap<string, string>; out: string },
    job: Job,
  ): Promise<ProductFacts>;
}
