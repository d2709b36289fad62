import { writeFile } from 'node:fs/promises';
import type { FilmPlan } from '#domain/albums/film.plan.ts';
import { momentOf } from '#domain/albums/screen.plan.ts';
import type { Job } from '#domain/ports/film-studio.ts';
import { nothingPrivate, words } from './encoding.ts';
import { runFfmpeg } from './ffmpeg.ts';

/** Puts segments behind each other and lays the soundtrack under them, copying both. The list of files is our own writing. */
export async function joinFilm(
  { segments, soundtrack, out }: { segments: readonly string[]; soundtrack: string; out: string },
  { signal, onProgress }: Job,
): Promise<void> {
  const list = `${out}.list`;
  await writeFile(list, ['ffconcat version 1.0', ...segments.map((file) => `file ${quoted(file)}`), ''].join('\n'));
  await runFfmpeg({
    inputs: [
      { file: list, options: ['-f', 'concat', '-safe', '0'] },
      { file: soundtrack, options: ['-f', 'mov'] },
    ],
    options: [...words('-map 0:v -map 1:a -c copy -movflags +faststart -f mp4'), ...nothingPrivate],
    out,
    signal,
  });
  onProgress?.(1);
}

const quoted = (file: string): string => `'${file.replaceAll("'", String.raw`'\''`)}'`;

/** A JPEG of a frame that shows one picture whole: not in a transition, not on the title card, best without words. */
export async function takeCover(
  { film, plan, out }: { film: string; plan: FilmPlan; out: string },
  { signal }: Job,
): Promise<void> {
  await runFfmpeg({
    inputs: [{ file: film, options: ['-threads', '1', '-ss', (coverFrame(plan) / plan.fps).toFixed(3), '-f', 'mov'] }],
    options: [
      ...words('-map 0:v -frames:v 1 -c:v mjpeg -q:v 3 -pix_fmt yuvj420p -f image2 -update 1'),
      ...words('-vf scale=in_color_matrix=bt709:out_color_matrix=bt601:in_range=tv:out_range=pc'), // JPEG knows no other
      ...nothingPrivate,
    ],
    out,
    signal,
  });
}

/** The calmest frame: in the middle of the first picture that stands alone, then without a caption if there is such a one. */
export function coverFrame(plan: FilmPlan): number {
  const middles = plan.shots.map((shot) => ({ shot, frame: shot.start + Math.floor(shot.frames / 2) }));
  const calm = middles.filter(
    ({ shot, frame }) => shot.fit !== 'backdrop' && momentOf(plan, frame).entering === undefined,
  );
  const wordless = calm.find(({ frame }) =>
    plan.captions.every((one) => frame < one.start || frame >= one.start + one.frames),
  );
  return (wordless ?? calm[0])?.frame ?? Math.floor(plan.frames / 2);
}
