import type { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Collection } from './collection.entity.ts';
import { Work } from './work.entity.ts';

interface Pair {
  user: number;
  work: string;
}

const run = async (em: EntityManager, sql: string, values: unknown[]): Promise<number> => {
  const { affectedRows } = await em.getConnection().execute(sql, values, 'run', em.getTransactionContext());
  return affectedRows;
};

/** Collects a work that is on the shelf; it counts once, however often and at once it is asked. Refuses `unknown_work`. */
export async function collectWork(em: EntityManager, { user, work }: Pair): Promise<void> {
  if ((await em.count(Work, { id: work, status: 'ONLINE' })) === 0) throw new DomainError('not_found', 'unknown_work');
  const added = await run(
    em,
    'insert into collection (user_id, work_id, created_at) values (?, ?, now()) on conflict (user_id, work_id) do nothing',
    [user, work],
  );
  if (added > 0) await run(em, 'update work set collect_count = collect_count + 1 where id = ?', [work]);
}

/** Collects a work no longer, whatever has become of it. Refuses `unknown_work`. */
export async function uncollectWork(em: EntityManager, { user, work }: Pair): Promise<void> {
  if ((await em.count(Work, { id: work })) === 0) throw new DomainError('not_found', 'unknown_work');
  const removed = await em.nativeDelete(Collection, { user, work });
  if (removed > 0) await run(em, 'update work set collect_count = collect_count - 1 where id = ?', [work]);
}

/** Works that somebody has collected and that are on the shelf, the last one first. */
export async function findCollected(em: EntityManager, user: number, window: Window): Promise<Slice<Work>> {
  const [rows, total] = await em.findAndCount(
    Collection,
    { user, work: { status: 'ONLINE' } },
    { orderBy: { id: 'desc' }, populate: ['work.producer'], ...window },
  );
  return { items: rows.map(({ work }) => work.$), total };
}
