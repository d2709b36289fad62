import type { EntityManager } from '@mikro-orm/core';
import type { Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordLook } from '#domain/shared/record-audit.ts';
import { openIdentity } from '#domain/verification/identity.ts';
import { findRealName } from '#domain/verification/real-names.ts';
import { findPayAccount, openPayAccount } from './pay-accounts.ts';
import type { Takeout } from './takeout.entity.ts';

/** To whom a withdrawal goes: account, and name and card of the real name. */
interface Payee {
  account: string;
  name: string;
  idCard: string;
}

const purposeOf = (userUuid: string): string => `payee:${userUuid}`;

/**
 * Seals to whom a withdrawal of this person goes as of now: what is changed later changes no withdrawal. Refuses
 * `no_real_name` and `no_pay_account`.
 */
export async function sealPayee(em: EntityManager, secrets: Secrets, userUuid: string): Promise<string> {
  const realName = await findRealName(em, userUuid);
  if (realName?.status !== 'SUCCESS') throw new DomainError('conflict', 'no_real_name');
  const bound = await findPayAccount(em, userUuid);
  if (!bound) throw new DomainError('conflict', 'no_pay_account');
  const { name, idCard } = openIdentity(secrets, realName);
  const payee: Payee = { account: openPayAccount(secrets, bound), name, idCard };
  return secrets.seal(purposeOf(userUuid), JSON.stringify(payee));
}

/** Opens to whom a withdrawal goes, where the opening is recorded elsewhere; see `readPayee`. */
export const openPayee = (secrets: Secrets, { user, sealed }: Takeout): Payee =>
  JSON.parse(secrets.open(purposeOf(user.unwrap().uuid), sealed)) as Payee;

/** Opens it and records who looked. */
export async function readPayee(
  em: EntityManager,
  secrets: Secrets,
  takeout: Takeout,
  by: { actor: string; requestId: string },
): Promise<Payee> {
  await recordLook(em, `takeout:${takeout.id}`, by);
  return openPayee(secrets, takeout);
}
