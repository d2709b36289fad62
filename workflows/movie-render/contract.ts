import { defineQuery } from '@temporalio/workflow';
import type { MovieStage } from '#domain/albums/movie.machine.ts';
import { flow } from '#workflows/kernel/flow.ts';

export interface RenderRequest {
  movieId: number;
  /** The run that the caller saw as the last one: a start that was decided on something older is refused. */
  after: string | null;
}

/** How far a render is. */
export interface MovieProgress {
  stage: 'QUEUED' | MovieStage;
  percent: number; // whole, 0–100
  /** Estimated when the last segment was done; unknown before the first. */
  remainingSeconds?: number;
  /** When it was so, in ms since 1970: who reads later subtracts what has passed. */
  at: number;
  segments: { done: number; total: number };
}

export const renderOf = (movieId: number): string => `movie-render:${movieId}`; // one run of a movie at a time

export const movieRender = flow<RenderRequest>({
  type: 'movieRender',
  queue: 'business',
  id: ({ movieId }) => renderOf(movieId),
  realm: () => 'travel',
  summary: ({ movieId }) => `Film of movie ${movieId}`,
});
export const progress = defineQuery<MovieProgress>('progress');
