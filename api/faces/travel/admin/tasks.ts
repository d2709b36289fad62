import { travel } from '../face.ts';
import { presentTime } from '../presenters/times.ts';
import { office, page } from './door.ts';
import { listOf, ListQuery, marks, text, time, windowOf } from './list.ts';

/** Read only: who wants to act on a process does it in the Temporal UI. */
export const taskOffice = [
  travel.raw('GET /admin/tasks', {
    ...office,
    summary: 'Processes of the face, newest first',
    auth: 'manager',
    flows: true,
    input: { query: ListQuery },
    async handler(asked) {
      const { flows, link, query } = asked;
      const found = await flows.list('travel', windowOf(query));
      return page(asked, '任务', (token) =>
        listOf({
          link,
          path: '/admin/tasks',
          query,
          token,
          found,
          heads: ['任务', '类型', '状态', '阶段', '开始', '结束'],
          cells: ({ id, type, status, stage, startedAt, closedAt }) => [
            text(id),
            text(type),
            marks([status, status === 'FAILED' || status === 'TIMED_OUT']),
            text(stage),
            time(presentTime(startedAt)),
            time(closedAt ? presentTime(closedAt) : ''),
          ],
        }),
      );
    },
  }),
];
