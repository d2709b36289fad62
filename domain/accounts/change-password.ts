import type { EntityManager } from '@mikro-orm/core';
import type { Passwords, Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { ContactOf } from './contact-code.plan.ts';
import { takeVerification } from './contact-codes.ts';
import { findAccount } from './find-account.ts';
import type { Session } from './session.entity.ts';
import { closeSessionsOf } from './sessions.ts';
import { User } from './user.entity.ts';

/** Refuses `wrong_password` unless this is the account's. */
export async function requirePassword(passwords: Passwords, user: User, password: string | undefined): Promise<void> {
  if (!(await passwords.verify(user.passwordHash, password ?? ''))) throw new DomainError('invalid', 'wrong_password');
}

/** Replaces a password by proof of the old one and ends all other sessions; refuses `unknown_account` or `wrong_password`. */
export async function changePassword(
  em: EntityManager,
  passwords: Passwords,
  change: { userId: number; old: string; fresh: string; keep: Session | undefined },
): Promise<void> {
  const user = await em.findOne(User, { id: change.userId });
  if (!user) throw new DomainError('not_found', 'unknown_account');
  await requirePassword(passwords, user, change.old);
  user.passwordHash = await passwords.hash(change.fresh);
  await closeSessionsOf(em, user.id, change.keep);
}

/**
 * Replaces a forgotten password by a verified contact and ends every session; refuses `unverified`, also where no
 * account has the contact: who asks learns nothing, and the verification is not used up.
 */
export async function recoverPassword(
  em: EntityManager,
  { passwords, secrets }: { passwords: Passwords; secrets: Secrets },
  { password, ...of }: ContactOf & { password: string; now: Date },
): Promise<void> {
  const user = await findAccount(em, of.realm, of.contact);
  if (!user || !(await takeVerification(em, secrets, of))) throw new DomainError('invalid', 'unverified');
  user.passwordHash = await passwords.hash(password);
  await closeSessionsOf(em, user.id);
}
