import type { EntityManager } from '@mikro-orm/core';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Work } from './work.entity.ts';
import type { WorkState } from './work.machine.ts';

/** How often licences of a work were sold and not given back, and when the last one was. */
export interface Sales {
  count: number;
  lastAt: Date | null;
}

const sales = `
  select work_id, count(*)::int as count, max(issued_at) as last_at from certificate
  where state = 'ISSUED' and work_id = any(?::uuid[]) group by work_id`;

interface Row {
  work_id: string;
  count: number;
  last_at: string;
}

/** Music for sale in this state, in every one but DELETE without, the newest first; with what was sold of each. */
export async function findForSale(
  em: EntityManager,
  status: WorkState | undefined,
  window: Window,
): Promise<Slice<{ work: Work; sold: Sales }>> {
  const where = { canSell: true, status: status ?? ({ $ne: 'DELETE' } as const) };
  const order = { createdAt: 'desc', id: 'desc' } as const;
  const [works, total] = await em.findAndCount(Work, where, { orderBy: order, populate: ['producer'], ...window });
  const ids = `{${works.map(({ id }) => id).join(',')}}`;
  const rows: Row[] = await em.getConnection().execute(sales, [ids], 'all', em.getTransactionContext());
  const soldOf = new Map(rows.map((row) => [row.work_id, { count: row.count, lastAt: new Date(row.last_at) }]));
  return { items: works.map((work) => ({ work, sold: soldOf.get(work.id) ?? { count: 0, lastAt: null } })), total };
}
