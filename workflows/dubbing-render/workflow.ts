import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { DubbingRecords } from '#activities/business/dubbing.ts';
import type { WorksFiles } from '#activities/io/works-files.ts';
import type { DubbingMedia } from '#domain/dubbing/media.plan.ts';
import type { TaskStage } from '#domain/dubbing/task.machine.ts';
import { createCourse } from '../kernel/course.ts';
import { open } from '../kernel/opening.ts';
import { progress } from '../kernel/progress.ts';
import { business, lasting, media } from '../kernel/proxies.ts';
import { reasonOf } from '../kernel/reason.ts';
import { toTheEnd } from '../kernel/to-the-end.ts';
import { stop, type DubbingOrder } from './contract.ts';

const records = business<DubbingRecords>();
const { mixDubbing } = media<Pick<DubbingMedia, 'mixDubbing'>>();
const { removeWorks } = lasting<WorksFiles>();

const courseOf = () =>
  createCourse<TaskStage>({
    doing: {
      QUEUED: 'Waiting for a worker.',
      PREPARING: 'Looking up recordings, subtitle and music.',
      MIXING: 'Placing voices, ducking music, levelling; the picture is copied.',
    },
    parts: 'Mixes',
    from: 5,
    to: 95,
    finished: 'the product lies in the storage.',
  });

interface Job {
  worksId: number;
  run: string;
  course: ReturnType<typeof courseOf>;
}

/** Both stages; each is recorded before it begins. */
async function dub({ course, ...spoken }: Job): Promise<void> {
  async function enter(stage: TaskStage): Promise<void> {
    await records.recordDubbingStage({ ...spoken, stage });
    course.enter(stage);
  }
  await enter('PREPARING');
  const plan = await records.planMix(spoken);
  await enter('MIXING');
  course.planned(1, plan.durationMs);
  const product = await mixDubbing({ worksId: spoken.worksId, plan });
  course.made(plan.durationMs);
  // The file of the former product is no more: the new one is recorded, whoever stops the run now.
  await toTheEnd('record-what-is-mixed', () => records.recordDubbed({ ...spoken, product }));
}

/** Records that a run came to nothing; the former product of the works stays, unless the works was deleted. */
async function giveUp({ course, ...spoken }: Job, error: unknown): Promise<void> {
  const reason = isCancellation(error) ? undefined : reasonOf(error);
  course.gaveUp(reason);
  const end = await records.recordNotDubbed({ ...spoken, ...(reason !== undefined && { reason }) });
  if (end?.isGone) await removeWorks({ worksId: spoken.worksId }); // runs of former versions were told nothing
}

/** Mixes the recordings of a works into its clip. */
export async function dubbingRender({ worksId, request }: DubbingOrder): Promise<void> {
  const job: Job = { worksId, run: workflowInfo().runId, course: courseOf() };
  const work = new CancellationScope();
  let isStopped = false;
  let isOver = false;
  setHandler(progress, job.course.now);
  setHandler(stop, async () => {
    isStopped = true;
    work.cancel();
    await toTheEnd('answer-who-stops', () => condition(() => isOver));
  });
  await open(() =>
    CancellationScope.nonCancellable(() => records.recordDubbingQueued({ worksId, run: job.run, request })),
  );
  try {
    await work.run(() => dub(job));
    job.course.finished();
  } catch (error) {
    await CancellationScope.nonCancellable(() => giveUp(job, error));
    if (!isStopped || !isCancellation(error)) throw error;
  } finally {
    isOver = true;
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }
}
