import type { EntityManager } from '@mikro-orm/core';
import type { Html } from '#api/kernel/html.ts';
import type { Role } from '#domain/shared/actor.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { travel } from '../face.ts';
import { office, page } from './door.ts';
import { listOf, ListQuery, windowOf, type Button } from './list.ts';

interface ListPage<T> {
  summary: string;
  auth: Role;
  title: string;
  /** What may be searched for. */
  hint: string;
  heads: readonly string[];
  search(em: EntityManager, words: string, window: Window): Promise<Slice<T>>;
  cells(item: NoInfer<T>): Html[];
  buttons?(item: NoInfer<T>): Button[];
}

/** A page with one noun's rows, which can be searched and leafed through. */
export const listPage = <T>(path: `/admin/${string}`, { summary, auth, title, search, ...list }: ListPage<T>) =>
  travel.raw(`GET ${path}`, {
    ...office,
    summary,
    auth,
    input: { query: ListQuery },
    async handler(asked) {
      const { em, link, query } = asked;
      const found = await search(em, query.q, windowOf(query));
      return page(asked, title, (token) => listOf({ ...list, link, path, query, token, found }));
    },
  });
