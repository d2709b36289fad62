import type { EntityManager } from '@mikro-orm/core';
import { PassingError } from '#domain/shared/errors.ts';
import { DubbingTask } from './task.entity.ts';
import { openStates } from './task.machine.ts';

const mostShown = 100;

/** Runs of a works, newest first. */
export const findTasks = (em: EntityManager, worksId: number): Promise<DubbingTask[]> =>
  em.find(DubbingTask, { works: worksId }, { orderBy: { id: 'desc' }, limit: mostShown });

/** The run that is under way, or null. */
export const findOpenTask = (em: EntityManager, worksId: number): Promise<DubbingTask | null> =>
  em.findOne(DubbingTask, { works: worksId, state: { $in: [...openStates] } });

/** Of what has to wait for the run that is under way. */
export const worksRendering = () => new PassingError('conflict', 'works_rendering');

/** Refuses `works_rendering` while a run may still read what is about to change. */
export async function requireNoTask(em: EntityManager, worksId: number): Promise<void> {
  if (await findOpenTask(em, worksId)) throw worksRendering();
}
