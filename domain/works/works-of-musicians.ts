import type { EntityManager } from '@mikro-orm/core';
import { Work } from './work.entity.ts';

const mostEach = 20;

const newestForSale = `
  select id from (
    select id, row_number() over (partition by producer_id order by created_at desc, id desc) as place
    from work where status = 'ONLINE' and can_sell and producer_id = any(?::int[])
  ) as ranked where place <= ?`;

const collected = `
  select producer_id, sum(collect_count)::int as count from work
  where status <> 'DELETE' and producer_id = any(?::int[]) group by producer_id`;

const listOf = (ids: readonly (number | string)[]): string => `{${ids.join(',')}}`;

/** What is for sale of each of these musicians, the newest first; no more than twenty of each. */
export async function findForSaleOf(em: EntityManager, producers: readonly number[]): Promise<Map<number, Work[]>> {
  const values = [listOf(producers), mostEach];
  const rows: { id: string }[] = await em
    .getConnection()
    .execute(newestForSale, values, 'all', em.getTransactionContext());
  const works = await em.find(
    Work,
    { id: { $in: rows.map(({ id }) => id) } },
    { populate: ['producer'], orderBy: { createdAt: 'desc', id: 'desc' } },
  );
  return Map.groupBy(works, (work) => work.producer.id);
}

/** How often the works of whoever this column names were collected, to order people by. */
export const collectedOf = (column: string): string =>
  `(select coalesce(sum(collect_count), 0) from work where producer_id = ${column} and status <> 'DELETE')`;

/** How often the works of each of these people were collected. */
export async function countCollected(em: EntityManager, people: readonly number[]): Promise<Map<number, number>> {
  const rows: { producer_id: number; count: number }[] = await em
    .getConnection()
    .execute(collected, [listOf(people)], 'all', em.getTransactionContext());
  return new Map(rows.map((row) => [row.producer_id, row.count]));
}
