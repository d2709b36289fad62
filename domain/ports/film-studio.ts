import type { Room } from '#domain/albums/copy.plan.ts';
import type { FilmPlan, Segment } from '#domain/albums/film.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';

export interface Job {
  signal: AbortSignal; // aborting kills the encoder at once
  onProgress?: (done: number) => void; // 0…1
}

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

export type PictureFormat = 'jpeg' | 'png' | 'webp';

/** Looks at uploaded pictures; never trusts their names. */
export interface PictureReader {
  /** The format by content, after decoding it whole; refuses (DomainError `invalid`, code `bad_picture`) what is no JPEG, PNG or WebP, is damaged or has more than 50 megapixels. */
  inspect(file: string): Promise<{ format: PictureFormat; width: number; height: number }>;
  /** The upright picture within side × side px, in its own format and without anything else that the file tells; refuses as `inspect`. */
  redraw(file: string, side: number): Promise<{ format: PictureFormat; bytes: Buffer }>;
  /** Size, colours, brightness, focus region, EXIF time and place; with `copy`, also writes an upright sRGB JPEG as large as there is room for. */
  analyse(
    file: string,
    copy?: { file: string; room: (picture: { width: number; height: number }) => Room },
  ): Promise<PictureFacts>;
}
