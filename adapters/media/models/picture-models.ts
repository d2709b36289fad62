import type { ModelPool } from '#adapters/models/pool.ts';
import type { PictureModels } from '#domain/ports/picture-models.ts';
import type { colors } from './colors.worker.ts';

/** Models that look at pictures, in the threads of the pool. */
export function createPictureModels(pool: ModelPool): PictureModels {
  const finding = pool.task<typeof colors>(new URL('./colors.worker.ts', import.meta.url), 'colors');
  return {
    colors: (file, count) => finding({ file, count }),
  };
}
