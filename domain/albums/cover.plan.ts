import type { FilmPlan } from '#domain/albums/film.plan.ts';
import { captionsWithin, momentOf } from '#domain/albums/screen.plan.ts';

/** The frame that stands for a film: the middle of the first picture that is alone on screen, without words if there is such a one, never the title card. */
export function coverFrame(plan: FilmPlan): number {
  const middles = plan.shots.map(({ start, frames }) => start + Math.floor(frames / 2));
  const calm = middles.filter((frame) => {
    const { shot, entering } = momentOf(plan, frame);
    return shot !== undefined && shot.fit !== 'backdrop' && entering === undefined;
  });
  const wordless = calm.find((frame) => captionsWithin(plan, frame, frame + 1).length === 0);
  return wordless ?? calm[0] ?? Math.floor(plan.frames / 2);
}
