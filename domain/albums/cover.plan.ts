import type { FilmPlan } from '#domain/albums/film.plan.ts';
import { captionsWithin, momentOf } from '#domain/albums/screen.plan.ts';

/** The frame that stands for a film: the middle of a picture that is alone on screen, if there is one without words and one that fills the frame; never the title card. */
export function coverFrame(plan: FilmPlan): number {
  const scenes = plan.shots
    .map((shot) => ({ fit: shot.fit, frame: shot.start + Math.floor(shot.frames / 2) }))
    .filter(({ fit, frame }) => fit !== 'backdrop' && momentOf(plan, frame).entering === undefined);
  const wordless = scenes.filter(({ frame }) => captionsWithin(plan, frame, frame + 1).length === 0);
  const best = wordless.find(({ fit }) => fit === 'cover') ?? wordless[0] ?? scenes[0];
  return best?.frame ?? Math.floor(plan.frames / 2);
}
