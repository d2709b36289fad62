import { flow } from '#workflows/kernel/flow.ts';

export const worksRemoval = flow<{ worksId: number }>({
  type: 'worksRemoval',
  queue: 'business',
  id: ({ worksId }) => `works-removal:${worksId}`,
  realm: () => 'piaxi',
  summary: ({ worksId }) => `Removal of works ${worksId}`,
});
