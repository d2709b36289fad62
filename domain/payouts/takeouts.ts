import { LockMode, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import { debtOf, lockSellers } from '#domain/ledger/balances.ts';
import { bounceTakeout, returnTakeout } from '#domain/ledger/pay-outs.ts';
import type { Payments } from '#domain/ports/payments.ts';
import { requireAnother } from '#domain/shared/actor.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Takeout } from './takeout.entity.ts';
import { takeoutMachine, type TakeoutState } from './takeout.machine.ts';
import { hindrances, transferNumberOf } from './takeout.plan.ts';

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

/** The withdrawal, with the balance of its seller held: always in this order. */
export async function lockTakeout(em: EntityManager, id: string): Promise<Takeout> {
  const { user } = await em.findOneOrFail(Takeout, { id }, { populate: ['user'] });
  await lockSellers(em, [user.unwrap().uuid]);
  const options = { populate: ['user'], lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  return em.findOneOrFail(Takeout, { id }, options);
}

/** What the ledger is told of a withdrawal. */
export const bookingOf = ({ id, user, fen, taxFen }: Takeout, at: Date) => ({
  takeoutId: id,
  sellerUuid: user.unwrap().uuid,
  fen,
  taxFen,
  at,
});

/**
 * Notes, under the lock of the seller's balance, that the transfer of an approved withdrawal may be sent from now on. One
 * whose musician owes by then fails instead, and its money pays the debt: never once it may have been sent.
 */
export async function beginTransfer(em: EntityManager, id: string, at: Date): Promise<Takeout> {
  const takeout = await lockTakeout(em, id);
  if (takeout.status !== 'WAITING' || takeout.sentAt) return takeout;
  if ((await debtOf(em, takeout.user.unwrap().uuid)) === 0) {
    takeout.sentAt = at;
    return takeout;
  }
  await returnTakeout(em, bookingOf(takeout, at));
  takeout.apply('fail', at, hindrances.debt);
  return takeout;
}

/** Names the act of booking a return: there is one of a withdrawal. */
const returnOf = (id: string): string => `takeout:${id}:bounced`;

/** Whether the return of its transfer has been booked by this person. */
export const hasReturned = async (em: EntityManager, id: string, actor: string): Promise<boolean> =>
  (await em.count(Audit, { eventKey: returnOf(id), actor })) > 0;

async function book(em: EntityManager, { id, remark, at }: Bounce, by: By): Promise<Takeout> {
  const takeout = await lockTakeout(em, id);
  const before = takeout.status;
  takeout.apply('bounce', at, remark);
  await bounceTakeout(em, bookingOf(takeout, at));
  const subject = `takeout:${id}`;
  const act = { realm: 'vfine', action: 'takeout.bounce', subject, before, after: takeout.status, ...by } as const;
  await recordAudit(em, { ...act, eventKey: returnOf(id) });
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
  return em.transactional((unit) => book(unit, bounce, by));
}
