import { LockMode, type EntityManager, type MikroORM } from '@mikro-orm/core';
import type { DubbingPlan, ProductFacts } from '#domain/dubbing/dubbing.plan.ts';
import type { DubbingRequest } from '#domain/dubbing/dubbing-request.plan.ts';
import { findBgm } from '#domain/dubbing/find-catalogue.ts';
import { planDubbing } from '#domain/dubbing/plan-dubbing.ts';
import { findRecordings } from '#domain/dubbing/recordings.ts';
import { DubbingTask } from '#domain/dubbing/task.entity.ts';
import { stageEvents, taskMachine, type TaskStage } from '#domain/dubbing/task.machine.ts';
import { findOpenTask } from '#domain/dubbing/tasks.ts';
import { Works } from '#domain/dubbing/works.entity.ts';
import { findWorks, holdWorks } from '#domain/dubbing/works.ts';
import type { Clock } from '#domain/ports/clock.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { storable } from '#domain/shared/storable.ts';

interface Deps {
  orm: MikroORM;
  clock: Clock;
}

/** A works and the run that speaks. */
interface Spoken {
  worksId: number;
  run: string;
}

const longestReason = 500;
const lost = '任务中断'; // of a run that ended without a word

const findTask = (em: EntityManager, { worksId, run }: Spoken) => em.findOne(DubbingTask, { works: worksId, run });

/** The task of a run that may still speak; one that was overtaken records nothing any more. */
async function own(em: EntityManager, spoken: Spoken): Promise<DubbingTask> {
  await holdWorks(em, spoken.worksId);
  const task = await findTask(em, spoken);
  if (!task || task.state === 'FAILED' || task.state === 'CANCELLED') throw new DomainError('conflict', 'overtaken');
  return task;
}

/** What to mix, from what there is now: nothing may change while a run is under way. */
async function plan(em: EntityManager, { worksId, run }: Spoken): Promise<DubbingPlan> {
  const { request } = await em.findOneOrFail(DubbingTask, { works: worksId, run });
  const works = await findWorks(em, worksId);
  const recordings = await findRecordings(em, worksId);
  const bgm = request.bgmId === null ? null : await findBgm(em, request.bgmId);
  return planDubbing({ works, recordings, bgm }, request);
}

/** The only writer of dubbing tasks and products. Each call is one transaction and may safely run twice. */
export const createDubbingRecords = ({ orm, clock }: Deps) => {
  const inTransaction = <T>(work: (em: EntityManager) => Promise<T>): Promise<T> => orm.em.fork().transactional(work);

  return {
    /** Opens a run: there is one of a works at a time, so another that looks open has ended without a word. */
    recordDubbingQueued: ({ worksId, run, request }: Spoken & { request: DubbingRequest }): Promise<void> =>
      inTransaction(async (em) => {
        const works = await holdWorks(em, worksId);
        if (await findTask(em, { worksId, run })) return;
        if (request.bgmId !== null) await findBgm(em, request.bgmId);
        const left = await findOpenTask(em, worksId);
        left?.apply('fail');
        if (left) left.error = lost;
        works.updatedAt = clock.now();
        em.create(DubbingTask, { works, run, request });
      }),

    /** Said before the stage begins. */
    recordDubbingStage: ({ stage, ...spoken }: Spoken & { stage: TaskStage }): Promise<void> =>
      inTransaction(async (em) => {
        const task = await own(em, spoken);
        if (task.state !== stage) task.apply(stageEvents[stage]);
      }),

    planMix: (spoken: Spoken): Promise<DubbingPlan> => plan(orm.em.fork(), spoken),

    recordDubbed: ({ product, ...spoken }: Spoken & { product: ProductFacts }): Promise<void> =>
      inTransaction(async (em) => {
        const works = await holdWorks(em, spoken.worksId);
        const task = await own(em, spoken);
        if (task.state === 'FINISHED') return;
        task.apply('finish');
        Object.assign(works, { product, renderedAt: clock.now() });
      }),

    /** Ends a run that came to nothing; without a reason it was cancelled. Tells whether its works was deleted meanwhile. */
    recordNotDubbed: ({ reason, ...spoken }: Spoken & { reason?: string }): Promise<{ isGone: boolean }> =>
      inTransaction(async (em) => {
        if (!(await em.findOne(Works, spoken.worksId, { lockMode: LockMode.PESSIMISTIC_WRITE })))
          return { isGone: true };
        const task = await findTask(em, spoken);
        if (!task || taskMachine.isFinal(task.state)) return { isGone: false };
        task.apply(reason === undefined ? 'cancel' : 'fail');
        task.error = storable(reason ?? '', longestReason);
        return { isGone: false };
      }),
  };
};
export type DubbingRecords = ReturnType<typeof createDubbingRecords>;
