import type { DubbingPlan, ProductFacts } from '#domain/dubbing/dubbing.plan.ts';

/** What one pass over a sound tells; silence has neither loudness nor peak. */
export interface SoundFacts {
  durationMs: number;
  lufs: number | null; // integrated, EBU R128
  peakDb: number | null; // highest sample, dBFS
  peaks: number[]; // for drawing: highest |sample| of equal parts of the sound, 0…1, two decimals
}

export interface ClipFacts extends SoundFacts {
  width: number; // px
  height: number; // px
  fps: number;
}

/** How a role shows its face: a picture that the operator gave, or else a still of the clip. */
export interface RoleFace {
  roleId: number;
  picture: string | null; // storage key
  atMs: number; // of the still, within the clip
}

/** Activities of media workers, from storage keys to storage keys; each may run twice and leaves nothing on the disk. */
export interface DubbingMedia {
  /** Normalises an operator's clip into videos/<id>/{original.mp4,silent.mp4,poster.jpg} and roles/<id>/role.jpg. Refuses `bad_clip`. */
  ingestClip(input: { videoId: number; source: string; faces: readonly RoleFace[] }): Promise<ClipFacts>;
  /** Normalises a piece of music into bgms/<id>/bgm.mp3. Refuses `bad_music`. */
  ingestMusic(input: { bgmId: number; source: string }): Promise<SoundFacts>;
  /** Mixes by the plan into works/<id>/product.mp4, which appears whole, in place of the former one. */
  mixDubbing(input: { worksId: number; plan: DubbingPlan }): Promise<ProductFacts>;
}
