import { LockMode, type EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import { User } from './user.entity.ts';

interface Room {
  /** Query of the bytes that somebody keeps: one row, `kept`. */
  keeping: string;
  more: number; // bytes
  quotaBytes: number;
}

/** Refuses `no_room` what would bring somebody beyond the quota; of two uploads at once the later one counts the former. */
export async function requireRoom(
  em: EntityManager,
  ownerId: number,
  { keeping, more, quotaBytes }: Room,
): Promise<void> {
  await em.findOneOrFail(User, ownerId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const rows: { kept: string }[] = await em
    .getConnection()
    .execute(keeping, [ownerId], 'all', em.getTransactionContext());
  if (Number(rows[0]?.kept) + more > quotaBytes) throw new DomainError('conflict', 'no_room');
}
