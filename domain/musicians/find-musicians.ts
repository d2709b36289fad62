import { raw, type EntityManager, type FilterQuery, type QueryOrderMap } from '@mikro-orm/core';
import { findAccount } from '#domain/accounts/find-account.ts';
import { User } from '#domain/accounts/user.entity.ts';
import type { Level } from '#domain/catalog/level.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { collectedOf } from '#domain/works/works-of-musicians.ts';
import { homeNames, type Country } from './country.plan.ts';

const realm = 'vfine';

export const sorts = ['ALL', 'NEWEST', 'HOTTEST'] as const;
type Sort = (typeof sorts)[number];

/** Categories of projects. */
export const purposes = ['AD', 'GAME', 'TV', 'ANIMATION', 'PERSONAL', 'COOPERATION'] as const;
type Purpose = (typeof purposes)[number];

/** What is empty lets everybody pass. */
interface MusicianFilter {
  type: string;
  level: Level | '';
  country: Country | '';
  purpose: Purpose | '';
  sort: Sort;
}

/** Somebody of V.Fine; refuses `unknown_account`. */
export async function findPerson(em: EntityManager, uuid: string): Promise<User> {
  const user = await findAccount(em, realm, { uuid });
  if (!user) throw new DomainError('not_found', 'unknown_account');
  return user;
}

/** The same where it is a musician. */
export async function findMusician(em: EntityManager, uuid: string): Promise<User> {
  const user = await findPerson(em, uuid);
  if (user.type !== 'MUSICIAN') throw new DomainError('not_found', 'unknown_account');
  return user;
}

/** In the order of registration, the newest first, or whose works were collected most first. */
const orders: Record<Sort, () => QueryOrderMap<User>[]> = {
  ALL: () => [{ id: 'asc' }],
  NEWEST: () => [{ id: 'desc' }],
  HOTTEST: () => [{ [raw((user) => collectedOf(`${user}.id`))]: 'desc' }, { id: 'asc' }],
};

const isFrom = (country: Country) => ({
  [raw((user) => `coalesce(${user}.location ->> 'country', '')`)]:
    country === 'China' ? { $in: homeNames } : { $nin: homeNames },
});

/** Recommended musicians, the last one first. */
export async function findStarredMusicians(em: EntityManager, window: Window): Promise<Slice<User>> {
  const where = { realm, type: 'MUSICIAN', starredAt: { $ne: null } } as const;
  const [items, total] = await em.findAndCount(User, where, { orderBy: { starredAt: 'desc', id: 'desc' }, ...window });
  return { items, total };
}

/** Musicians whom all given filters let pass. */
export async function findMusicians(
  em: EntityManager,
  { type, level, country, purpose, sort }: MusicianFilter,
  window: Window,
): Promise<Slice<User>> {
  if (purpose) return { items: [], total: 0 }; // nobody has a project yet
  const where: FilterQuery<User> = {
    realm,
    type: 'MUSICIAN',
    ...(type && { musicianType: type }),
    ...(level && { starredAt: level === 'STAR' ? { $ne: null } : null }),
    ...(country && isFrom(country)),
  };
  const [items, total] = await em.findAndCount(User, where, { orderBy: orders[sort](), ...window });
  return { items, total };
}
