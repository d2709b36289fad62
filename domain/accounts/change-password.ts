import type { EntityManager } from '@mikro-orm/core';
import type { Passwords, Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { ContactOf } from './contact-code.plan.ts';
import { takeVerification } from './contact-codes.ts';
import { findAccount } from './find-account.ts';
import { exhaustion, refuseOver, tryPassword } from './log-in.ts';
import type { Session } from './session.entity.ts';
import { closeSessionsOf } from './sessions.ts';
import { User } from './user.entity.ts';

interface Locks {
  passwords: Passwords;
  secrets: Secrets;
}

/** Refuses `wrong_password` unless this is the account's, and `too_many_failures` as a login does: it counts among those. */
export async function requirePassword(
  em: EntityManager,
  { passwords, secrets }: Locks,
  { user, password = '', address }: { user: User; password: string | undefined; address: string },
): Promise<void> {
  const attempt = { realm: user.realm, keys: [], password, address, user };
  const verify = () => passwords.verify(user.passwordHash, password);
  const isRight = await tryPassword(em, secrets, attempt, { limit: exhaustion, whenOver: refuseOver, verify });
  if (!isRight) throw new DomainError('invalid', 'wrong_password');
}

/** Replaces a password by proof of the old one and ends all other sessions; refuses `unknown_account` or `wrong_password`. */
export async function changePassword(
  em: EntityManager,
  locks: Locks,
  change: { userId: number; old: string; fresh: string; keep: Session | undefined; address: string },
): Promise<void> {
  const user = await em.findOne(User, { id: change.userId });
  if (!user) throw new DomainError('not_found', 'unknown_account');
  await requirePassword(em, locks, { user, password: change.old, address: change.address });
  user.passwordHash = await locks.passwords.hash(change.fresh);
  await closeSessionsOf(em, user.id, change.keep);
}

/**
 * Replaces a forgotten password by a verified contact and ends every session; refuses `unverified`, also where no
 * account has the contact: who asks learns nothing, and the verification is not used up.
 */
export async function recoverPassword(
  em: EntityManager,
  { passwords, secrets }: Locks,
  { password, ...of }: ContactOf & { password: string; now: Date },
): Promise<void> {
  const user = await findAccount(em, of.realm, of.contact);
  if (!user || !(await takeVerification(em, secrets, of))) throw new DomainError('invalid', 'unverified');
  user.passwordHash = await passwords.hash(password);
  await closeSessionsOf(em, user.id);
}
