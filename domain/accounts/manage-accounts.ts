import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import type { Realm } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { containing } from '#domain/shared/containing.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { closeSessionsOf } from './sessions.ts';
import { User } from './user.entity.ts';

/** Whatever a search may mean: part of a name, a number, a phone, a mail address. */
const meaning = (q: string): FilterQuery<User>[] => [
  { uname: containing(q) },
  { phone: q },
  { email: q.toLowerCase() },
  ...(/^\d{1,9}$/.test(q) ? [{ id: Number(q) }] : []),
];

/** Accounts of a face, newest first. */
export async function searchAccounts(em: EntityManager, realm: Realm, q: string, window: Window): Promise<Slice<User>> {
  const where: FilterQuery<User> = { realm, ...(q && { $or: meaning(q) }) };
  const [items, total] = await em.findAndCount(User, where, { orderBy: { id: 'desc' }, ...window });
  return { items, total };
}

async function findOf(em: EntityManager, realm: Realm, id: number): Promise<User> {
  const user = await em.findOne(User, { id, realm });
  if (!user) throw new DomainError('not_found', 'unknown_account');
  return user;
}

/** Ends every session of an account and lets nobody log in to it; refuses `unknown_account`. */
export async function disableAccount(em: EntityManager, realm: Realm, id: number): Promise<void> {
  const user = await findOf(em, realm, id);
  user.disabledAt ??= new Date();
  await closeSessionsOf(em, id);
}

/** Refuses `unknown_account`. */
export async function enableAccount(em: EntityManager, realm: Realm, id: number): Promise<void> {
  (await findOf(em, realm, id)).disabledAt = null;
}
