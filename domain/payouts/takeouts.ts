import { LockMode, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import { lockSellers } from '#domain/ledger/balances.ts';
import { bounceTakeout } from '#domain/ledger/pay-outs.ts';
import type { Payments } from '#domain/ports/payments.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Takeout } from './takeout.entity.ts';
import { takeoutMachine, type TakeoutState } from './takeout.machine.ts';
import { requireAnother, transferNumberOf } from './takeout.plan.ts';

interface Bounce {
  id: string;
  remark: string;
  at: Date;
}
interface By {
  actor: string;
  requestId: string;
}
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

async function book(em: EntityManager, { id, remark, at }: Bounce, sellerUuid: string, by: By): Promise<Takeout> {
  await lockSellers(em, [sellerUuid]);
  const options = { populate: ['user'], lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const takeout = await em.findOneOrFail(Takeout, { id }, options);
  const before = takeout.status;
  takeout.apply('bounce', at, remark);
  await bounceTakeout(em, { takeoutId: id, sellerUuid, fen: takeout.fen, taxFen: takeout.taxFen, at });
  const subject = `takeout:${id}`;
  const act = { realm: 'vfine', action: 'takeout.bounce', subject, before, after: takeout.status, ...by } as const;
  await recordAudit(em, act);
  return takeout;
}

/**
 * Books, in a transaction of its own, that a transfer which had arrived came back: sum and tax are the musician's again.
 * Only after its process has ended; refuses `same_person`, `unsupported` where nothing had arrived or the provider knows of
 * no return, and `upstream_error` where it does not say.
 */
export async function returnTransfer(
  em: EntityManager,
  payments: Pick<Payments, 'queryTransfer'>,
  bounce: Bounce,
  by: By,
): Promise<Takeout> {
  const { status, user } = await findTakeout(em, bounce.id);
  requireAnother(by.actor, user.unwrap().uuid);
  takeoutMachine.next(status, 'bounce');
  const { state } = await payments.queryTransfer(transferNumberOf(bounce.id));
  if (state === 'unknown') throw new DomainError('unavailable', 'upstream_error');
  if (state !== 'failed') throw new DomainError('conflict', 'unsupported', 'the provider knows of no return');
  return em.transactional((unit) => book(unit, bounce, user.unwrap().uuid, by));
}
