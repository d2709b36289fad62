import type { EntityManager } from '@mikro-orm/core';
import type { User } from '#domain/accounts/user.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Window } from '#domain/shared/slice.ts';
import { Follow } from './follow.entity.ts';

interface Pair {
  follower: number;
  followed: number;
}

/** Follows somebody, once however often it is asked; refuses `unsupported` where it is oneself. */
export async function follow(em: EntityManager, pair: Pair): Promise<void> {
  if (pair.follower === pair.followed) throw new DomainError('conflict', 'unsupported');
  const row = { ...pair, createdAt: new Date() };
  await em.upsert(Follow, row, { onConflictFields: ['follower', 'followed'], onConflictAction: 'ignore' });
}

/** Follows somebody no longer. */
export const unfollow = (em: EntityManager, pair: Pair): Promise<number> => em.nativeDelete(Follow, pair);

export const isFollowing = async (em: EntityManager, pair: Pair): Promise<boolean> =>
  (await em.count(Follow, pair)) > 0;

const isMusician = { type: 'MUSICIAN' };

/** Musicians who follow a musician, the last to come first; a visitor has none. */
export async function findFollowers(em: EntityManager, musician: User, window: Window): Promise<User[]> {
  if (musician.type !== 'MUSICIAN') return [];
  const where = { followed: musician.id, follower: isMusician };
  const follows = await em.find(Follow, where, { populate: ['follower'], orderBy: { id: 'desc' }, ...window });
  return follows.map(({ follower }) => follower.$);
}

/** Musicians whom a musician follows, the last one first; a visitor's are not shown. */
export async function findFollowed(em: EntityManager, musician: User, window: Window): Promise<User[]> {
  if (musician.type !== 'MUSICIAN') return [];
  const where = { follower: musician.id, followed: isMusician };
  const follows = await em.find(Follow, where, { populate: ['followed'], orderBy: { id: 'desc' }, ...window });
  return follows.map(({ followed }) => followed.$);
}
