import { searchAudit } from '#domain/shared/record-audit.ts';
import { travel } from '../face.ts';
import { presentTime } from '../presenters/times.ts';
import { office, page } from './door.ts';
import { listOf, ListQuery, text, time, windowOf } from './list.ts';

export const auditOffice = [
  travel.raw('GET /admin/audit', {
    ...office,
    summary: 'What operators did, newest first',
    auth: 'admin',
    input: { query: ListQuery },
    async handler(asked) {
      const { em, link, query } = asked;
      const found = await searchAudit(em, { realm: 'ops', q: query.q }, windowOf(query));
      return page(asked, '操作记录', (token) =>
        listOf({
          link,
          path: '/admin/audit',
          query,
          token,
          found,
          hint: '操作或对象，如 post:12',
          heads: ['时间', '操作', '对象', '操作者', '变化'],
          cells: ({ at, action, subject, actor, before, after }) => [
            time(presentTime(at)),
            text(action),
            text(subject),
            text(actor),
            text(before || after ? `${before ?? ''} → ${after ?? ''}` : ''),
          ],
        }),
      );
    },
  }),
];
