import type { SubtitleLine } from '#domain/dubbing/subtitle.plan.ts';

/** A recording and where on the clip it begins. */
interface Voice {
  key: string; // storage key
  startMs: number; // on the clip, ≥ 0
  roleId?: number; // none: it speaks for the whole clip
}

/** A dubbed clip as data: everything the mix needs, decided before anything is decoded. */
export interface DubbingPlan {
  /** Storage keys of the normalised clip; its picture is copied, never encoded again unless the subtitle is burnt in. */
  video: { silent: string; original: string };
  durationMs: number; // of the clip, hence of the product
  voices: readonly Voice[]; // may be empty
  /** What is shown, in order; empty: no subtitle. */
  lines: readonly SubtitleLine[];
  bgm: { key: string } | null;
  /** The clip's own sound: left out, or heard and lowered while a voice speaks. */
  dialogue: 'removed' | 'ducked';
  denoise: boolean; // of the voices
  burnSubtitle: boolean; // else a soft track
  loudness: { lufs: number; ceilingDb: number }; // LUFS integrated (EBU R128), dBTP
}

/** What every product is brought to. */
export const targetLoudness = { lufs: -16, ceilingDb: -1.5 } as const;

/** What was measured in a finished product; silence has no loudness. */
export interface ProductFacts {
  durationMs: number;
  bytes: number;
  lufs: number | null;
  peakDb: number | null; // dBTP
}
