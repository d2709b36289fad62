import { z } from 'zod';
import { createWorks, findWorksOf } from '#domain/dubbing/works.ts';
import { piaxi } from '../face.ts';
import { Id } from '../inputs.ts';
import { presentWorks, WorksView } from '../presenters/works.ts';

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
];
