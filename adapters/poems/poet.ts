import type { ModelPool } from '#adapters/models/pool.ts';
import type { Poet } from '#domain/ports/poet.ts';
import type { writePoems } from './poet.worker.ts';

/** Writes poems in the threads of the models; the language model is loaded with the first poem a thread writes. */
export const createPoet = (pool: ModelPool): Poet => ({
  write: pool.task<typeof writePoems>(new URL('poet.worker.ts', import.meta.url), 'writePoems'),
});
