import type { EntityManager, FilterQuery, QueryOrderMap } from '@mikro-orm/core';
import { within } from '#domain/catalog/categories.plan.ts';
import { containing } from '#domain/shared/containing.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { gramsOf } from './name-grams.plan.ts';
import { Work } from './work.entity.ts';

export const workSorts = ['ALL', 'NEWEST', 'HOTTEST'] as const;
export type WorkSort = (typeof workSorts)[number];

export interface WorkSearch {
  /** Part of the name. */
  name?: string | undefined;
  /** A work has every one of them, or something that lies below it in the catalogue. */
  tags: readonly number[];
  categories: readonly number[];
  /** What the list prints: the musician's type; PERSONAL is a type of works. */
  type?: string | undefined;
  sort: WorkSort;
}

/** Each ends with the id: no two works share a place, so that pages neither repeat nor leave out. */
export const workOrders: Record<WorkSort, QueryOrderMap<Work>> = {
  ALL: { createdAt: 'asc', id: 'asc' },
  NEWEST: { createdAt: 'desc', id: 'desc' },
  HOTTEST: { collectCount: 'desc', id: 'desc' },
};

const labelled = (column: 'tags' | 'categories', ids: readonly number[]): FilterQuery<Work>[] =>
  ids.map((id) => ({ [column]: { $overlap: within(id) } }));

/** A name is found by its grams in an index, and then held to the text itself. */
function named(name: string): FilterQuery<Work>[] {
  const part = name.trim();
  if (part === '') return [];
  return [{ nameGrams: { $contains: gramsOf(part) } }, { name: containing(part) }];
}

const typed = (type: string): FilterQuery<Work> =>
  type === 'PERSONAL' ? { type } : { producer: { musicianType: type } };

/** The works on the shelf that all filters let pass; each order has an index, and each filter that lets few pass; `type` is looked at on the way. */
export const shelfOf = ({ name = '', tags, categories, type }: Omit<WorkSearch, 'sort'>): FilterQuery<Work> => ({
  $and: [
    { status: 'ONLINE' },
    ...named(name),
    ...labelled('tags', tags),
    ...labelled('categories', categories),
    ...(type ? [typed(type)] : []),
  ],
});

/** One page of them. Their places are read from the index alone; whole rows are read for this page only. */
export async function searchWorks(em: EntityManager, search: WorkSearch, window: Window): Promise<Slice<Work>> {
  const orderBy = workOrders[search.sort];
  const [places, total] = await em.fork().findAndCount(Work, shelfOf(search), { fields: ['id'], orderBy, ...window });
  const where = { id: { $in: places.map(({ id }) => id) } };
  return { items: await em.find(Work, where, { orderBy, populate: ['producer'] }), total };
}
