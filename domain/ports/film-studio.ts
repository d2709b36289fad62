import type { FilmPlan, Segment } from '#domain/albums/film.plan.ts';
import type { Job } from './job.ts';

/** Draws films. All paths are local files; nothing else of the machine is touched. */
export interface FilmStudio {
  /**
   * Draws and encodes frames [from, to) of the plan into an MP4 without sound. `pictures[i]` is the file of plan picture i
   * (only those the segment shows are read). The segment with the film's cover frame also writes that as a JPEG.
   */
  renderSegment(
    input: { plan: FilmPlan; segment: Segment; pictures: readonly string[]; out: string; cover: string },
    job: Job,
  ): Promise<{ hasCover: boolean }>;
  /** Cuts, fades and levels the plan's music to the film's length: measured first (EBU R128), then one constant gain. */
  renderSoundtrack(input: { plan: FilmPlan; out: string }, job: Job): Promise<void>;
  /** Joins segments in order and the soundtrack without encoding again; faststart, no metadata. */
  joinFilm(input: { segments: readonly string[]; soundtrack: string; out: string }, job: Job): Promise<void>;
}
