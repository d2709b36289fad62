import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { User } from '#domain/accounts/user.entity.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { PayAccount, type payAccountTypes } from './pay-account.entity.ts';

interface Given {
  type: (typeof payAccountTypes)[number];
  account: string;
}
interface By {
  actor: string;
  requestId: string;
}

/** Each person's account has a key of its own. */
const purposeOf = (userUuid: string): string => `pay-account:${userUuid}`;

/** The account of a person, or null. */
export const findPayAccount = (em: EntityManager, userUuid: string): Promise<PayAccount | null> =>
  em.findOne(PayAccount, { user: { uuid: userUuid } }, { populate: ['user'] });

/** Opens the account's name; it is shown masked and sent to the provider, and nothing else. */
export const openPayAccount = (secrets: Secrets, { user, sealed }: PayAccount): string =>
  secrets.open(purposeOf(user.unwrap().uuid), sealed);

const audited = (em: EntityManager, user: User, action: string, by: By): Promise<void> =>
  recordAudit(em, { realm: 'vfine', action, subject: `account:${user.uuid}`, ...by });

/** Binds an account; refuses `action_already_done` where one is bound. */
export async function bindPayAccount(
  em: EntityManager,
  secrets: Secrets,
  user: User,
  { type, account }: Given,
  by: By,
): Promise<void> {
  await em.refresh(user, { lockMode: LockMode.PESSIMISTIC_WRITE }); // of two at once, one finds the other's
  if (await findPayAccount(em, user.uuid)) throw new DomainError('conflict', 'action_already_done');
  em.create(PayAccount, { user, type, sealed: secrets.seal(purposeOf(user.uuid), account) });
  await audited(em, user, 'pay-account.bind', by);
}

/** Binds another account; withdrawals under way keep theirs. Refuses `no_pay_account` where none is bound. */
export async function changePayAccount(
  em: EntityManager,
  secrets: Secrets,
  user: User,
  { type, account }: Given,
  by: By,
): Promise<void> {
  const bound = await findPayAccount(em, user.uuid);
  if (!bound) throw new DomainError('not_found', 'unknown_pay_account');
  bound.type = type;
  bound.sealed = secrets.seal(purposeOf(user.uuid), account);
  await audited(em, user, 'pay-account.change', by);
}
