import { flow } from '#workflows/kernel/flow.ts';

export interface RemovalRequest {
  movieId: number;
}

export const movieRemoval = flow<RemovalRequest>({
  type: 'movieRemoval',
  queue: 'business',
  id: ({ movieId }) => `movie-removal:${movieId}`,
  realm: () => 'travel',
  summary: ({ movieId }) => `Removal of movie ${movieId}`,
});
