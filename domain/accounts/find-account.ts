import type { EntityManager } from '@mikro-orm/core';
import type { Realm } from '#domain/shared/actor.ts';
import { User } from './user.entity.ts';

/** What an account can be told by; exactly one is given. */
export type AccountKey = { id: number } | { uuid: string } | { uname: string } | { phone: string } | { email: string };

/** The account of a realm, or null. */
export const findAccount = (em: EntityManager, realm: Realm, key: AccountKey): Promise<User | null> =>
  em.findOne(User, { realm, ...key });
