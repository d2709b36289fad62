import type { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import { balanceOf, lockSellers } from './balances.ts';
import { post } from './post.ts';
import {
  takeoutBouncedLines,
  takeoutPaidLines,
  takeoutReservedLines,
  takeoutReturnedLines,
  type PayOut,
} from './postings.plan.ts';
import { LedgerEntry } from './ledger.entity.ts';

interface Takeout extends PayOut {
  takeoutId: string;
  at: Date;
}
type Asked = Omit<Takeout, 'taxFen'>;

const subjectOf = ({ takeoutId }: { takeoutId: string }): string => `takeout:${takeoutId}`;

/** Sets a sum aside, under the lock of the seller's balance; refuses `balance_too_low`. Answers the balance that is left. */
export async function reserveTakeout(em: EntityManager, takeout: Asked): Promise<number> {
  const [subject, eventKey] = [subjectOf(takeout), `${subjectOf(takeout)}:reserved`];
  await lockSellers(em, [takeout.sellerUuid]);
  const balance = await balanceOf(em, takeout.sellerUuid);
  if (await em.findOne(LedgerEntry, { eventKey })) return balance;
  if (takeout.fen > balance) throw new DomainError('conflict', 'balance_too_low');
  const { at } = takeout;
  await post(em, { eventKey, kind: 'takeout-reserved', subject, at, lines: takeoutReservedLines(takeout) });
  return balance - takeout.fen;
}

/** Gives the sum back. A withdrawal ends once: returned and paid share one event key. */
export async function returnTakeout(em: EntityManager, takeout: Asked): Promise<void> {
  const [subject, eventKey] = [subjectOf(takeout), `${subjectOf(takeout)}:end`];
  const { at } = takeout;
  await post(em, { eventKey, kind: 'takeout-returned', subject, at, lines: takeoutReturnedLines(takeout) });
}

/** Books that the transfer has arrived: the sum less the tax left the provider. */
export async function payTakeout(em: EntityManager, takeout: Takeout): Promise<void> {
  const [subject, eventKey] = [subjectOf(takeout), `${subjectOf(takeout)}:end`];
  const { at } = takeout;
  await post(em, { eventKey, kind: 'takeout-paid', subject, at, lines: takeoutPaidLines(takeout) });
}

/** Books that a transfer which had arrived came back later; only after `payTakeout`. */
export async function bounceTakeout(em: EntityManager, takeout: Takeout): Promise<void> {
  const [subject, eventKey] = [subjectOf(takeout), `${subjectOf(takeout)}:bounced`];
  const { at } = takeout;
  await post(em, { eventKey, kind: 'takeout-bounced', subject, at, lines: takeoutBouncedLines(takeout) });
}
