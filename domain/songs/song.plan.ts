/** Forms that a song may have, by content. */
export type SongFormat = 'mp3' | 'm4a' | 'aac' | 'wav' | 'flac' | 'ogg';

/** What one decoding of a song tells; silence has neither loudness nor peak. */
export interface HeardSong {
  durationMs: number;
  format: SongFormat;
  loudnessLufs: number | null; // integrated, ITU-R BS.1770-4; a mono song counts as the one channel that it is
  truePeakDbtp: number | null; // highest value, between samples too
  fingerprint: string; // see `fingerprint.ts`
}

/** The same with what was made of the song, as storage keys. */
export interface SongFacts extends HeardSong {
  peaksKey: string; // JSON for players, see `peaks.plan.ts`
  previewKey: string; // MP3 of 30 s
  watermarkKey: string; // MP3 as long as the song
}

/** A song to be taken in. */
export interface IngestSong {
  workId: string; // uuid
  key: string; // storage key of the upload
  /** Where its owner says that the best part begins; the preview does too. */
  essenceStartMs?: number;
}
