import { raw, type EntityManager, type QueryOrderMap } from '@mikro-orm/core';
import type { User } from '#domain/accounts/user.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Window } from '#domain/shared/slice.ts';
import { collectedOf } from '#domain/works/works-of-musicians.ts';
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

/** Those whose works were collected most come first; among equals who came last. */
const byCollected = (column: 'follower_id' | 'followed_id'): QueryOrderMap<Follow>[] => [
  { [raw((follow) => collectedOf(`${follow}.${column}`))]: 'desc' },
  { id: 'desc' },
];

/** Musicians who follow a musician; a visitor has none. */
export async function findFollowers(em: EntityManager, musician: User, window: Window): Promise<User[]> {
  if (musician.type !== 'MUSICIAN') return [];
  const where = { followed: musician.id, follower: isMusician };
  const options = { populate: ['follower'], orderBy: byCollected('follower_id'), ...window } as const;
  return (await em.find(Follow, where, options)).map(({ follower }) => follower.$);
}

/** Musicians whom a musician follows; a visitor's are not shown. */
export async function findFollowed(em: EntityManager, musician: User, window: Window): Promise<User[]> {
  if (musician.type !== 'MUSICIAN') return [];
  const where = { follower: musician.id, followed: isMusician };
  const options = { populate: ['followed'], orderBy: byCollected('followed_id'), ...window } as const;
  return (await em.find(Follow, where, options)).map(({ followed }) => followed.$);
}
