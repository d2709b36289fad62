import { LockMode, type EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import { findAccount } from './find-account.ts';
import type { Contacts, ProfileChange } from './profile.plan.ts';
import { User } from './user.entity.ts';

export const contactsOf = ({ phone = null, email = null }: User): Contacts => ({ phone, email });

/** True where the change gives the account another phone or mail address. */
export const changesContact = (user: User, { phone, email }: ProfileChange): boolean =>
  (phone !== undefined && phone !== user.phone) || (email !== undefined && email !== user.email);

/** Changes what is given of a profile; refuses `phone_taken` or `email_taken`. */
export async function changeProfile(em: EntityManager, userId: number, change: ProfileChange): Promise<void> {
  const user = await em.findOneOrFail(User, userId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  const { realm } = user;
  const { phone, email } = change;
  const isFree = async (key: { phone: string } | { email: string }) =>
    [undefined, userId].includes((await findAccount(em, realm, key))?.id);
  if (phone !== undefined && !(await isFree({ phone }))) throw new DomainError('conflict', 'phone_taken');
  if (email !== undefined && !(await isFree({ email }))) throw new DomainError('conflict', 'email_taken');
  em.assign(user, change);
}

/**
 * The same for a change that began from these contacts, however often it runs; refuses `profile_moved` where somebody
 * has changed them meanwhile.
 */
export async function changeProfileFrom(
  em: EntityManager,
  { userId, former, change }: { userId: number; former: Contacts; change: ProfileChange },
): Promise<void> {
  const user = await em.findOneOrFail(User, userId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!changesContact(user, change)) return;
  if (user.phone !== former.phone || user.email !== former.email) throw new DomainError('conflict', 'profile_moved');
  await changeProfile(em, userId, change);
}
