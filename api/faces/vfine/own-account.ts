import type { EntityManager } from '@mikro-orm/core';
import { findAccount } from '#domain/accounts/find-account.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import type { Actor } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';

/** The caller's account at this face; an operator has none here. */
export async function ownAccount(em: EntityManager, { id }: Actor): Promise<User> {
  const user = await findAccount(em, 'vfine', { id });
  if (!user) throw new DomainError('not_found', 'unknown_account');
  return user;
}
