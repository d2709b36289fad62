import { z } from 'zod';
import { beginOnce } from '#api/kernel/flows.ts';
import { findSharedWorks } from '#domain/dubbing/members.ts';
import { findRecordings } from '#domain/dubbing/recordings.ts';
import { createWorks, findOwnWorks, findWorksOf, setSubtitle } from '#domain/dubbing/works.ts';
import { worksRemoval } from '#workflows/works-removal/contract.ts';
import { piaxi } from '../face.ts';
import { Id, Subtitle, WorksId } from '../inputs.ts';
import { presentWorks, presentWorksDetail, WorksDetailView, WorksView } from '../presenters/works.ts';

export const worksRoutes = [
  piaxi.route('POST /works', {
    summary: 'Create a works on a video; a user may have several on the same one',
    auth: 'user',
    input: { body: z.object({ video_id: Id }) },
    output: z.object({ works_id: z.int() }),
    words: '新建作品成功',
    example: { works_id: 3 },
    handler: async ({ em, actor, body }) => ({ works_id: (await createWorks(em, actor.id, body.video_id)).id }),
  }),

  piaxi.route('GET /works', {
    summary: 'List the current user’s works, oldest first, at most 500',
    auth: 'user',
    output: z.object({ works: z.array(WorksView) }),
    words: '获取当前用户的works列表成功',
    example: {
      works: [
        { works_id: 1, video_id: 23, name: '无间道', duration: 10 },
        { works_id: 2, video_id: 12, name: '泰囧', duration: 10 },
      ],
    },
    handler: async ({ em, actor }) => ({ works: (await findWorksOf(em, actor.id)).map(presentWorks) }),
  }),

  piaxi.route('GET /works/:works_id', {
    summary: 'One works: its recordings and, once it is rendered, its product',
    ours: true,
    auth: 'user',
    input: { params: WorksId },
    output: WorksDetailView,
    words: '获取作品详情成功',
    async handler({ em, actor, params, link }) {
      const works = await findSharedWorks(em, actor.id, params.works_id);
      return presentWorksDetail(works, await findRecordings(em, works.id), link);
    },
  }),

  piaxi.route('DELETE /works/:works_id', {
    summary: 'Delete the works: its dubbing stops, recordings and product are removed',
    ours: true,
    auth: 'user',
    flows: true,
    input: { params: WorksId },
    output: z.object({}),
    words: '删除作品成功',
    async handler({ em, actor, params, flows }) {
      const { id } = await findOwnWorks(em, actor.id, params.works_id);
      await beginOnce(flows, worksRemoval, { worksId: id });
      return {};
    },
  }),

  piaxi.route('POST /works/:works_id/subtitle', {
    summary: 'Give the works a subtitle of its own; an empty one shows nothing',
    ours: true,
    auth: 'user',
    input: { params: WorksId, body: Subtitle },
    output: z.object({}),
    words: '保存字幕成功',
    async handler({ em, actor, params, body }) {
      const works = await findOwnWorks(em, actor.id, params.works_id);
      setSubtitle(
        works,
        body.subtitle.map(({ start, end, text }) => ({ startMs: start, endMs: end, text })),
      );
      return {};
    },
  }),
];
