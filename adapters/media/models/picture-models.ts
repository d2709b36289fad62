import type { ModelPool } from '#adapters/models/pool.ts';
import type { PictureModels } from '#domain/ports/picture-models.ts';
import type { colors } from './colors.worker.ts';
import type { enlarge } from './enlarge.worker.ts';
import type { paint } from './paint.worker.ts';
import type { weather } from './weather.worker.ts';

/** Models that look at pictures, in the threads of the pool. */
export function createPictureModels(pool: ModelPool): PictureModels {
  const finding = pool.task<typeof colors>(new URL('./colors.worker.ts', import.meta.url), 'colors');
  const enlarging = pool.task<typeof enlarge>(new URL('./enlarge.worker.ts', import.meta.url), 'enlarge');
  const painting = pool.task<typeof paint>(new URL('./paint.worker.ts', import.meta.url), 'paint');
  const judging = pool.task<typeof weather>(new URL('./weather.worker.ts', import.meta.url), 'weather');
  return {
    colors: (file, count) => finding({ file, count }),
    enlarge: async (file, scale) => Buffer.from(await enlarging({ file, scale })),
    paint: async (file, style) => Buffer.from(await painting({ file, style })),
    weather: (file) => judging({ file }),
  };
}
