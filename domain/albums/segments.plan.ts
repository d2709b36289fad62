import type { FilmPlan, Segment } from '#domain/albums/film.plan.ts';

const usualFrames = 750; // thirty seconds, drawn in about five: what a killed worker costs at most; each encoder takes a moment to start and to end

/** Cuts a film into runs of about the same length. A cut lies in the middle of the still part of a shot, never in a transition, so no two segments draw the same transition. */
export function cutSegments(plan: FilmPlan, framesPerSegment = usualFrames): Segment[] {
  const places = quietMiddles(plan);
  const count = Math.max(1, Math.round(plan.frames / framesPerSegment));
  const edges = [0];
  for (let i = 1; i < count; i++) {
    const wanted = (plan.frames * i) / count;
    const nearest = places.reduce(
      (best, at) => (Math.abs(at - wanted) < Math.abs(best - wanted) ? at : best),
      Infinity,
    );
    if (nearest > (edges.at(-1) ?? 0) && nearest < plan.frames) edges.push(nearest);
  }
  return edges.map((from, index) => ({ index, from, to: edges[index + 1] ?? plan.frames }));
}

/** The middle of each shot's time alone on screen; shots that are never alone for two frames have none. */
const quietMiddles = ({ shots, frames }: FilmPlan): number[] =>
  shots.flatMap((shot, i) => {
    const from = shot.start + shot.enter.frames;
    const to = Math.min(shots[i + 1]?.start ?? frames, shot.start + shot.frames);
    return to - from >= 2 ? [Math.floor((from + to) / 2)] : [];
  });
