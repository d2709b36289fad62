import type { EntityManager } from '@mikro-orm/core';
import type { User } from '#domain/accounts/user.entity.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Verification } from './verification.entity.ts';
import type { VerificationState } from './verification.machine.ts';

/** Whether an account is a musician: true, false while its application waits, null where it may apply. */
export async function findStanding(em: EntityManager, user: User): Promise<boolean | null> {
  if (user.type === 'MUSICIAN') return true;
  const latest = await findLatestVerification(em, user.uuid);
  return latest?.status === 'PENDING' ? false : null;
}

/** The newest application of an account, or null. */
export const findLatestVerification = (em: EntityManager, userUuid: string): Promise<Verification | null> =>
  em.findOne(Verification, { user: { uuid: userUuid } }, { orderBy: { createdAt: 'desc' } });

/** Applications for operators, oldest first: who waits longest comes first. */
export async function listVerifications(
  em: EntityManager,
  status: VerificationState | undefined,
  { offset, limit }: Window,
): Promise<Slice<Verification>> {
  const where = status ? { status } : {};
  const options = { orderBy: { createdAt: 'asc', id: 'asc' }, populate: ['user'], offset, limit } as const;
  const [items, total] = await em.findAndCount(Verification, where, options);
  return { items, total };
}
