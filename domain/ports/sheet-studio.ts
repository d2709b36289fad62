import type { Sheet } from '#domain/albums/sheet.plan.ts';
import type { Job } from '#domain/ports/job.ts';

/** Draws long pictures. All paths are local files; nothing else of the machine is touched. */
export interface SheetStudio {
  /**
   * Draws a sheet into a JPEG of its size, without metadata. `pictures[i]` is the file of plan picture i. Refuses (DomainError
   * `invalid`, code `bad_picture`) a picture that cannot be decoded; leaves no file when it fails or is cancelled.
   */
  drawSheet(input: { sheet: Sheet; pictures: readonly string[]; out: string }, job: Job): Promise<void>;
}
