import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import { isRunningAlready, type Flows } from '#api/kernel/flows.ts';
import { isSameRequest, type DubbingRequest } from '#domain/dubbing/dubbing-request.plan.ts';
import { findOpenTask, findTasks, worksRendering } from '#domain/dubbing/tasks.ts';
import { DomainError, PassingError } from '#domain/shared/errors.ts';
import { dubbingOf, dubbingRender } from '#workflows/dubbing-render/contract.ts';

const tries = 20;
const pauseMs = 100;

/** Begins a run; the same request again joins the one under way, another one is refused `works_rendering`. */
export async function beginDubbing(
  em: EntityManager,
  flows: Flows,
  worksId: number,
  request: DubbingRequest,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await flows.begin(dubbingRender, { worksId, request });
    } catch (error) {
      if (!isRunningAlready(error)) throw error;
    }
    const task = await findOpenTask(em.fork(), worksId);
    if (task && isSameRequest(task.request, request)) return;
    // A run says that it is open a moment after it is, and that it is over a moment before.
    if (task || attempt === tries) throw worksRendering();
    await sleep(pauseMs);
  }
}

/** Waits for the run's end, so long at most; refuses `still_rendering`, `render_failed` or `render_cancelled`. */
export async function awaitDubbing(em: EntityManager, flows: Flows, worksId: number, ms: number): Promise<void> {
  const isOver = await flows.settles(dubbingOf(worksId), ms);
  if (!isOver) throw new PassingError('conflict', 'still_rendering');
  const [task] = await findTasks(em.fork(), worksId);
  if (task?.state === 'FAILED') throw new DomainError('conflict', 'render_failed', task.error);
  if (task?.state !== 'FINISHED') throw new DomainError('conflict', 'render_cancelled');
}
