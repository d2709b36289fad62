import { LockMode, type EntityManager, type MikroORM } from '@mikro-orm/core';
import { activityInfo } from '@temporalio/activity';
import { User } from '#domain/accounts/user.entity.ts';
import { lockSellers } from '#domain/ledger/balances.ts';
import { payTakeout, reserveTakeout, returnTakeout } from '#domain/ledger/pay-outs.ts';
import { sealPayee } from '#domain/payouts/payee.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import {
  remarkOf,
  requireTransferable,
  type TakeoutDecision,
  type TakeoutRequest,
  type TransferEnd,
} from '#domain/payouts/takeout.plan.ts';
import { withholdingOf, type TaxSettings } from '#domain/payouts/withholding.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { auditEnding } from '#domain/verification/audit-ending.ts';

interface Deps {
  orm: MikroORM;
  clock: Clock;
  secrets: Secrets;
  tax: TaxSettings;
}

/** The withdrawal, with the balance of its seller held: always in this order. */
async function lock(em: EntityManager, id: string): Promise<Takeout> {
  const { user } = await em.findOneOrFail(Takeout, { id }, { populate: ['user'] });
  await lockSellers(em, [user.unwrap().uuid]);
  const options = { populate: ['user'], lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  return em.findOneOrFail(Takeout, { id }, options);
}

const bookingOf = ({ id, user, fen, taxFen }: Takeout, at: Date) => ({
  takeoutId: id,
  sellerUuid: user.unwrap().uuid,
  fen,
  taxFen,
  at,
});

async function request(em: EntityManager, { takeoutId: id, userUuid, fen }: TakeoutRequest, deps: Deps): Promise<void> {
  if (await em.findOne(Takeout, { id })) return;
  const user = await em.findOne(User, { uuid: userUuid, realm: 'vfine' });
  if (!user) throw new DomainError('not_found', 'unknown_account');
  const sealed = await sealPayee(em, deps.secrets, userUuid);
  await lockSellers(em, [userUuid]);
  const at = deps.clock.now();
  const explanation = await withholdingOf(em, deps.tax, { takeoutId: id, userUuid, fen, at });
  const { taxFen } = explanation;
  requireTransferable(fen - taxFen);
  const balanceFen = await reserveTakeout(em, { takeoutId: id, sellerUuid: userUuid, fen, at });
  const unsettled = { remark: null, approvedAt: null, settledAt: null, providerNumber: null };
  em.create(Takeout, { id, user, fen, taxFen, explanation, balanceFen, sealed, ...unsettled });
}

async function decide(em: EntityManager, { takeoutId, ...ending }: TakeoutDecision, deps: Deps): Promise<void> {
  const takeout = await lock(em, takeoutId);
  if (takeout.status !== 'REQUESTING') return; // it is recorded already
  const [at, applicant] = [deps.clock.now(), takeout.user.unwrap().uuid];
  if (ending.event === 'approve') {
    const asked = { takeoutId, userUuid: applicant, fen: takeout.fen, at };
    takeout.explanation = await withholdingOf(em, deps.tax, asked);
    takeout.taxFen = takeout.explanation.taxFen;
  } else await returnTakeout(em, bookingOf(takeout, at));
  const before = takeout.status;
  takeout.apply(ending.event, at, ending.remark);
  const matter = { noun: 'takeout', id: takeoutId, applicant, before, after: takeout.status };
  await auditEnding(em, matter, ending, { ...deps, run: { ...activityInfo().workflowExecution } });
}

async function settle(em: EntityManager, end: TransferEnd, { clock }: Deps): Promise<void> {
  const takeout = await lock(em, end.takeoutId);
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

/** The only writer of `takeout` rows. Each call is one transaction with its entry in the ledger, and may safely run twice. */
export const createTakeoutRecords = (deps: Deps) => ({
  /**
   * Sets the sum aside. Refuses `unknown_account`, `no_real_name`, `no_pay_account`, `balance_too_low`, and
   * `invalid_value` where the provider would not transfer what is left after the tax.
   */
  recordTakeout: (asked: TakeoutRequest): Promise<void> =>
    deps.orm.em.fork().transactional((em) => request(em, asked, deps)),

  /** An approval fixes the tax; everything else gives the money back. */
  recordTakeoutDecision: (decision: TakeoutDecision): Promise<void> =>
    deps.orm.em.fork().transactional((em) => decide(em, decision, deps)),

  recordTransferEnd: (end: TransferEnd): Promise<void> =>
    deps.orm.em.fork().transactional((em) => settle(em, end, deps)),
});
export type TakeoutRecords = ReturnType<typeof createTakeoutRecords>;
