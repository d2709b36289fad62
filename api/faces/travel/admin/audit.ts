import { searchAudit } from '#domain/shared/record-audit.ts';
import { presentTime } from '../presenters/times.ts';
import { text, time } from './list.ts';
import { listPage } from './list-page.ts';

export const auditOffice = [
  listPage('/admin/audit', {
    summary: 'What operators did, newest first',
    auth: 'admin',
    title: '操作记录',
    search: (em, q, window) => searchAudit(em, { realm: 'ops', q }, window),
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
];
