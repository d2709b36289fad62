import type { Caption, FilmPlan, Shot, Transition } from '#domain/albums/film.plan.ts';

/** What one frame is made of. */
export interface Moment {
  shot?: Shot; // absent between shots: black
  before?: Shot; // still on screen while `shot` enters
  entering?: { transition: Transition; progress: number }; // 0 < progress < 1
}

const isOn = (frame: number, { start, frames }: { start: number; frames: number }): boolean =>
  frame >= start && frame < start + frames;

/** What is on screen at a frame: the last shot that has begun, and the one before it while it enters. */
export function momentOf(plan: FilmPlan, frame: number): Moment {
  const [before, shot] = [undefined, undefined, ...plan.shots.filter((one) => isOn(frame, one))].slice(-2);
  if (shot === undefined) return {};
  const entered = frame - shot.start;
  const { enter } = shot;
  if (enter.type === 'cut' || entered >= enter.frames) return { shot };
  const entering = { transition: enter, progress: (entered + 1) / (enter.frames + 1) };
  return before === undefined ? { shot, entering } : { shot, before, entering };
}

/** Shots of which at least one frame lies in [from, to), in order. */
export const shotsWithin = (plan: FilmPlan, from: number, to: number): Shot[] =>
  plan.shots.filter((shot) => shot.start < to && shot.start + shot.frames > from);

/** Captions of which at least one frame lies in [from, to). */
export const captionsWithin = (plan: FilmPlan, from: number, to: number): Caption[] =>
  plan.captions.filter((caption) => caption.start < to && caption.start + caption.frames > from);

/** Opacity of a caption at a frame, 0…1: up over its fade, down over its fade. */
export function opacityOf(caption: Caption, frame: number): number {
  if (!isOn(frame, caption)) return 0;
  const rise = (frame - caption.start + 1) / (caption.fade + 1);
  const fall = (caption.start + caption.frames - frame) / (caption.fade + 1);
  return Math.min(1, rise, fall);
}
