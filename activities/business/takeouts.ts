import type { EntityManager, MikroORM } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { debtOf, lockSellers } from '#domain/ledger/balances.ts';
import { payTakeout, reserveTakeout, returnTakeout } from '#domain/ledger/pay-outs.ts';
import { sealPayee } from '#domain/payouts/payee.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import type { TakeoutState } from '#domain/payouts/takeout.machine.ts';
import {
  hindrances,
  isTransferable,
  remarkOf,
  requireTransferable,
  type TakeoutDecision,
  type TakeoutRequest,
  type TransferEnd,
} from '#domain/payouts/takeout.plan.ts';
import { bookingOf, lockTakeout } from '#domain/payouts/takeouts.ts';
import { withholdingOf, type TaxSettings } from '#domain/payouts/withholding.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { auditEnding } from '#domain/verification/audit-ending.ts';
import { ownRun } from '../kernel/own-run.ts';

interface Deps {
  orm: MikroORM;
  clock: Clock;
  secrets: Secrets;
  tax: TaxSettings;
}

async function request(
  em: EntityManager,
  { takeoutId: id, userUuid, fen }: TakeoutRequest,
  deps: Deps,
): Promise<TakeoutState> {
  const known = await em.findOne(Takeout, { id });
  if (known) return known.status;
  const user = await em.findOne(User, { uuid: userUuid, realm: 'vfine' });
  if (!user) throw new DomainError('not_found', 'unknown_account');
  const sealed = await sealPayee(em, deps.secrets, userUuid);
  await lockSellers(em, [userUuid]);
  const at = deps.clock.now();
  const explanation = await withholdingOf(em, deps.tax, { takeoutId: id, userUuid, fen, at });
  const { taxFen } = explanation;
  requireTransferable(fen - taxFen);
  const balanceFen = await reserveTakeout(em, { takeoutId: id, sellerUuid: userUuid, fen, at });
  const unsettled = { remark: null, approvedAt: null, sentAt: null, settledAt: null, providerNumber: null };
  em.create(Takeout, { id, user, fen, taxFen, explanation, balanceFen, sealed, ...unsettled });
  return 'REQUESTING';
}

/** Fixes the tax of an approval, unless something is in its way: then answers what. */
async function fixTax(em: EntityManager, takeout: Takeout, at: Date, { tax }: Deps): Promise<string | undefined> {
  const [{ id: takeoutId, fen }, { uuid: userUuid }] = [takeout, takeout.user.unwrap()];
  if ((await debtOf(em, userUuid)) > 0) return hindrances.debt;
  const explanation = await withholdingOf(em, tax, { takeoutId, userUuid, fen, at });
  if (!isTransferable(fen - explanation.taxFen)) return hindrances.tax;
  takeout.explanation = explanation;
  takeout.taxFen = explanation.taxFen;
  return undefined;
}

async function decide(em: EntityManager, { takeoutId, ...ending }: TakeoutDecision, deps: Deps): Promise<TakeoutState> {
  const takeout = await lockTakeout(em, takeoutId);
  if (takeout.status !== 'REQUESTING') return takeout.status; // it is recorded already
  const at = deps.clock.now();
  const hindrance = ending.event === 'approve' ? await fixTax(em, takeout, at, deps) : undefined;
  const event = hindrance === undefined ? ending.event : 'fail';
  if (event !== 'approve') await returnTakeout(em, bookingOf(takeout, at));
  const before = takeout.status;
  takeout.apply(event, at, hindrance ?? ending.remark);
  const matter = { noun: 'takeout', id: takeoutId, before, after: takeout.status };
  await auditEnding(em, matter, ending, { ...deps, run: ownRun() });
  return takeout.status;
}

async function settle(em: EntityManager, end: TransferEnd, { clock }: Deps): Promise<void> {
  const takeout = await lockTakeout(em, end.takeoutId);
  if (takeout.status !== 'WAITING') return; // it is recorded already
  if (end.event === 'arrive') {
    const at = new Date(end.at);
    await payTakeout(em, bookingOf(takeout, at));
    takeout.providerNumber = end.providerNumber;
    takeout.apply('arrive', at, undefined);
    return;
  }
  const at = clock.now();
  await returnTakeout(em, bookingOf(takeout, at));
  takeout.apply('fail', at, remarkOf(end.code));
}

/** Writes `takeout` rows, but for what `beginTransfer` notes of one. Each call is one transaction with its entry in the ledger, and may safely run twice. */
export const createTakeoutRecords = (deps: Deps) => ({
  /**
   * Sets the sum aside. Refuses `unknown_account`, `no_real_name`, `no_pay_account`, `balance_too_low`, and
   * `invalid_value` where the provider would not transfer what is left after the tax. Answers where it stands: another run
   * may have been lost on its way.
   */
  recordTakeout: (asked: TakeoutRequest): Promise<TakeoutState> =>
    deps.orm.em.fork().transactional((em) => request(em, asked, deps)),

  /** An approval fixes the tax, or fails where it cannot be paid out; everything else gives the money back. Answers the state. */
  recordTakeoutDecision: (decision: TakeoutDecision): Promise<TakeoutState> =>
    deps.orm.em.fork().transactional((em) => decide(em, decision, deps)),

  recordTransferEnd: (end: TransferEnd): Promise<void> =>
    deps.orm.em.fork().transactional((em) => settle(em, end, deps)),
});
export type TakeoutRecords = ReturnType<typeof createTakeoutRecords>;
