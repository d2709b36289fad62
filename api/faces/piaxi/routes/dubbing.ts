import { z } from 'zod';
import type { EntityManager } from '@mikro-orm/core';
import type { Flows } from '#api/kernel/flows.ts';
import { plainRequest } from '#domain/dubbing/dubbing-request.plan.ts';
import { findSharedWorks } from '#domain/dubbing/members.ts';
import { findTasks } from '#domain/dubbing/tasks.ts';
import { findOwnWorks } from '#domain/dubbing/works.ts';
import { dubbingOf, stop } from '#workflows/dubbing-render/contract.ts';
import { awaitDubbing, beginDubbing } from '../begin-dubbing.ts';
import { piaxi } from '../face.ts';
import { Choice, Id, WorksId } from '../inputs.ts';
import { presentTask, TaskView } from '../presenters/tasks.ts';

const choices = {
  use_original_dialogue: Choice.meta({ description: 'ours: the clip’s own sound, lowered under the voices' }),
  denoise: Choice.meta({ description: 'ours: take noise out of the recordings' }),
  burn_subtitle: Choice.meta({ description: 'ours: into the picture, which is then encoded again' }),
};
const Wanted = z.object({ use_original_subtitle: Choice, bgm_id: Id.nullish(), ...choices });

const requestOf = (body: z.output<typeof Wanted>) => ({
  ...plainRequest,
  bgmId: body.bgm_id ?? null,
  useOriginalSubtitle: body.use_original_subtitle,
  useOriginalDialogue: body.use_original_dialogue,
  denoise: body.denoise,
  burnSubtitle: body.burn_subtitle,
});

/** Begins a run for the owner. */
async function begin(em: EntityManager, flows: Flows, userId: number, worksId: number, body: z.output<typeof Wanted>) {
  await findOwnWorks(em, userId, worksId);
  await beginDubbing(em, flows, worksId, requestOf(body));
}

export const dubbingRoutes = [
  piaxi.route('POST /works/:works_id', {
    summary: 'Generate the product, and answer when it is there',
    description:
      'Waits so long at most; then 409 says that the work goes on, and `GET /works/{works_id}/progress` tells how far. Without recordings the picture, the music and the subtitle are mixed.',
    auth: 'user',
    flows: true,
    rate: 'render',
    input: { params: WorksId, body: Wanted },
    output: z.object({}),
    words: '视频合成成功',
    example: {},
    async handler({ em, actor, params, body, flows, ports }) {
      await begin(em, flows, actor.id, params.works_id, body);
      await awaitDubbing(em, flows, params.works_id, ports.settings.dubbingWaitMs);
      return {};
    },
  }),

  piaxi.route('POST /works/:works_id/dubbing', {
    summary: 'Ask for the product without waiting for it',
    ours: true,
    auth: 'user',
    flows: true,
    rate: 'render',
    input: { params: WorksId, body: Wanted },
    output: z.object({}),
    words: '配音任务提交成功',
    async handler({ em, actor, params, body, flows }) {
      await begin(em, flows, actor.id, params.works_id, body);
      return {};
    },
  }),

  piaxi.route('GET /works/:works_id/progress', {
    summary: 'Runs of the works, newest first',
    ours: true,
    auth: 'user',
    input: { params: WorksId },
    output: z.object({ tasks: z.array(TaskView) }),
    words: '获取任务进度成功',
    example: { tasks: [{ type: 'dub', state: 'running', created_at: '2026-11-21T10:00:00.000Z', msg: '正在合成' }] },
    async handler({ em, actor, params }) {
      const { id } = await findSharedWorks(em, actor.id, params.works_id);
      return { tasks: (await findTasks(em, id)).map(presentTask) };
    },
  }),

  piaxi.route('DELETE /works/:works_id/dubbing', {
    summary: 'Stop the run under way; the former product stays',
    ours: true,
    auth: 'user',
    flows: true,
    input: { params: WorksId },
    output: z.object({}),
    words: '已取消合成',
    refusals: { not_running: '没有正在进行的合成' },
    async handler({ em, actor, params, flows }) {
      const { id } = await findOwnWorks(em, actor.id, params.works_id);
      await flows.update(dubbingOf(id), stop);
      return {};
    },
  }),
];
