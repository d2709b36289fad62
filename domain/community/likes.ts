import { UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import { Like } from './like.entity.ts';

/** What a like is for; the thing itself was looked at, and is held, before. */
export type Liked = { post: number } | { comment: number } | { album: number };
export type Likable = 'post' | 'comment' | 'album';

/** Likes something, once for ever: the unique key decides between two at once. Refuses `already_liked`; answers how many do. */
export async function like(em: EntityManager, user: number, liked: Liked): Promise<number> {
  try {
    await em.insert(Like, { user, ...liked, createdAt: new Date() });
  } catch (error) {
    throw error instanceof UniqueConstraintViolationException ? new DomainError('conflict', 'already_liked') : error;
  }
  return em.count(Like, liked);
}

/** How many like each of these things, by one question. */
export async function countLikes(
  em: EntityManager,
  what: Likable,
  things: readonly { id: number }[],
): Promise<(thing: { id: number }) => number> {
  const ids = things.map(({ id }) => id);
  const counts = ids.length === 0 ? {} : await em.countBy(Like, what, { where: { [what]: ids } });
  return ({ id }) => counts[id] ?? 0;
}
