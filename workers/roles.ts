import type { WorkerOptions } from '@temporalio/worker';
import { createMovieRendering } from '#activities/media/film.ts';
import type { Adapters } from '#adapters/index.ts';
import type { TaskQueue } from '#workflows/kernel/queues.ts';

type Role = Pick<WorkerOptions, 'activities' | 'maxConcurrentActivityTaskExecutions'>;

/** What each worker role does; a role is a task queue is a folder of activities. */
export const roles: Record<TaskQueue, (adapters: Adapters) => Role> = {
  business: () => ({ activities: {} }),
  io: () => ({ activities: {} }),
  media: (a) => ({ activities: {}, maxConcurrentActivityTaskExecutions: a.settings.MEDIA_SLOTS }),
};
