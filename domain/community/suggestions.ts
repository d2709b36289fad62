import type { EntityManager } from '@mikro-orm/core';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Suggestion } from './suggestion.entity.ts';

/** Keeps a suggestion for the operators. */
export const leaveSuggestion = (em: EntityManager, suggestion: Pick<Suggestion, 'username' | 'text'>): void =>
  void em.create(Suggestion, suggestion);

/** Suggestions, newest first. */
export async function listSuggestions(em: EntityManager, window: Window): Promise<Slice<Suggestion>> {
  const [items, total] = await em.findAndCount(Suggestion, {}, { orderBy: { id: 'desc' }, ...window });
  return { items, total };
}
