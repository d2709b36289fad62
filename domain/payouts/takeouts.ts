import { LockMode, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import { lockSellers } from '#domain/ledger/balances.ts';
import { bounceTakeout } from '#domain/ledger/pay-outs.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Takeout } from './takeout.entity.ts';
import type { TakeoutState } from './takeout.machine.ts';

interface Asked {
  userUuid?: string;
  status?: TakeoutState | undefined;
}

/** Withdrawals, newest first. */
export async function listTakeouts(
  em: EntityManager,
  { userUuid, status }: Asked,
  window: Window,
): Promise<Slice<Takeout>> {
  const where: FilterQuery<Takeout> = { ...(userUuid && { user: { uuid: userUuid } }), ...(status && { status }) };
  const options = { orderBy: { createdAt: 'desc', id: 'desc' }, populate: ['user'], ...window } as const;
  const [items, total] = await em.findAndCount(Takeout, where, options);
  return { items, total };
}

/** One withdrawal, of this person where one is named; refuses `unknown_takeout`. */
export async function findTakeout(em: EntityManager, id: string, userUuid?: string): Promise<Takeout> {
  const where: FilterQuery<Takeout> = { id, ...(userUuid && { user: { uuid: userUuid } }) };
  const takeout = await em.findOne(Takeout, where, { populate: ['user'], refresh: true });
  if (!takeout) throw new DomainError('not_found', 'unknown_takeout');
  return takeout;
}

/**
 * An operator has seen that a transfer which had arrived came back: sum and tax are the musician's again. Only after its
 * process has ended; refuses `unsupported` where nothing had arrived.
 */
export async function returnTransfer(
  em: EntityManager,
  { id, remark, at }: { id: string; remark: string; at: Date },
  by: { actor: string; requestId: string },
): Promise<Takeout> {
  const { user } = await findTakeout(em, id);
  const sellerUuid = user.unwrap().uuid;
  await lockSellers(em, [sellerUuid]);
  const options = { populate: ['user'], lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const takeout = await em.findOneOrFail(Takeout, { id }, options);
  const before = takeout.status;
  takeout.apply('bounce', at, remark);
  await bounceTakeout(em, { takeoutId: id, sellerUuid, fen: takeout.fen, taxFen: takeout.taxFen, at });
  const subject = `takeout:${id}`;
  const act = { realm: 'vfine', action: 'takeout.bounce', subject, before, after: takeout.status, ...by } as const;
  await recordAudit(em, { eventKey: `${subject}:bounced`, ...act });
  return takeout;
}
