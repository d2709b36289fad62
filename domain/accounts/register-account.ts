import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import type { Realm } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { findAccount } from './find-account.ts';
import { User } from './user.entity.ts';

export interface Registration {
  realm: Realm;
  uname?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
  passwordHash: string;
}

/** Makes an account; refuses `uname_taken`, `phone_taken` or `email_taken` within the realm. */
export async function registerAccount(
  em: EntityManager,
  { realm, passwordHash, ...keys }: Registration,
): Promise<User> {
  const { uname, phone, email } = keys;
  if (uname && (await findAccount(em, realm, { uname }))) throw new DomainError('conflict', 'uname_taken');
  if (phone && (await findAccount(em, realm, { phone }))) throw new DomainError('conflict', 'phone_taken');
  if (email && (await findAccount(em, realm, { email }))) throw new DomainError('conflict', 'email_taken');
  return em.create(User, {
    uuid: randomUUID(),
    realm,
    uname: uname ?? null,
    phone: phone ?? null,
    email: email ?? null,
    passwordHash,
  });
}
