import type { HeardSong } from '#domain/songs/song.plan.ts';
import type { Job } from './job.ts';

/** Where the results of an ingest go; local paths. */
interface SongOutputs {
  peaks: string;
  preview: string;
  watermarked: string;
}

/** Takes in the songs that musicians upload. All paths are local files; names are never trusted. */
export interface SongStudio {
  /**
   * Opens the upload once: its form by content, what is heard, peaks for players, a preview of 30 s that begins at
   * `essenceStartMs` (the song's beginning without), the whole song with an audible mark, and the fingerprint. `seed`
   * decides when the mark is heard. Refuses `bad_song`: no song of a known form, damaged, cut short, too short, too long.
   */
  ingestSong(
    input: { source: string; out: SongOutputs; seed: string; essenceStartMs?: number },
    job: Job,
  ): Promise<HeardSong>;
}
