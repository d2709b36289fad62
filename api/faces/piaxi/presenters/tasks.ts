import { z } from 'zod';
import type { DubbingTask } from '#domain/dubbing/task.entity.ts';
import type { TaskState } from '#domain/dubbing/task.machine.ts';

/** The later revision knows ready, running and finished; a run that came to nothing is failed, and says why. */
const shown: Record<TaskState, { state: 'ready' | 'running' | 'finished' | 'failed'; msg: string }> = {
  QUEUED: { state: 'ready', msg: '等待合成' },
  PREPARING: { state: 'running', msg: '正在合成' },
  MIXING: { state: 'running', msg: '正在合成' },
  FINISHED: { state: 'finished', msg: '合成完成' },
  FAILED: { state: 'failed', msg: '合成失败' },
  CANCELLED: { state: 'failed', msg: '已取消' },
};

export const TaskView = z
  .object({
    type: z.literal('dub'),
    state: z.enum(['ready', 'running', 'finished', 'failed']),
    created_at: z.iso.datetime(),
    msg: z.string(),
  })
  .meta({ id: 'PiaxiTask' });

const wordsOf = (state: TaskState) => shown[state];

export function presentTask({ state, createdAt, error }: DubbingTask): z.input<typeof TaskView> {
  const { msg, ...view } = wordsOf(state);
  return { type: 'dub', ...view, created_at: createdAt.toISOString(), msg: error === '' ? msg : `${msg}：${error}` };
}
