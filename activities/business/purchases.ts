import { LockMode, type MikroORM } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { PurchaseApplication } from '#domain/orders/purchase.entity.ts';
import { purchaseMachine } from '#domain/orders/purchase.machine.ts';
import type { PurchaseOutcome, PurchaseRequest } from '#domain/orders/purchase.plan.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { Work } from '#domain/works/work.entity.ts';
import { auditEnding } from '#domain/verification/audit-ending.ts';
import { ownRun } from '../kernel/own-run.ts';

interface Deps {
  orm: MikroORM;
  clock: Clock;
  secrets: Secrets;
}

/** The only writer of `purchase_application` rows. Each call is one transaction and may safely run twice. */
export const createPurchaseRecords = ({ orm, clock, secrets }: Deps) => ({
  /** Refuses `unknown_account`, `unknown_work`, and `unsupported` where the work is not shown, or the asker's own. */
  async recordPurchase({ purchaseUuid: uuid, userUuid, workUuid, remark }: PurchaseRequest): Promise<void> {
    await orm.em.fork().transactional(async (em) => {
      if (await em.findOne(PurchaseApplication, { uuid })) return;
      const user = await em.findOne(User, { uuid: userUuid, realm: 'vfine' });
      if (!user) throw new DomainError('not_found', 'unknown_account');
      const work = await em.findOne(Work, { id: workUuid, status: { $ne: 'DELETE' } });
      if (!work) throw new DomainError('not_found', 'unknown_work');
      if (work.status !== 'ONLINE' || work.producer.id === user.id) throw new DomainError('conflict', 'unsupported');
      em.create(PurchaseApplication, { uuid, user, work, remark, settledAt: null });
    });
  },

  async recordPurchaseEnd({ purchaseUuid: uuid, ...ending }: PurchaseOutcome): Promise<void> {
    await orm.em.fork().transactional(async (em) => {
      const options = { populate: ['user'], lockMode: LockMode.PESSIMISTIC_WRITE } as const;
      const row = await em.findOne(PurchaseApplication, { uuid }, options);
      if (!row || purchaseMachine.isFinal(row.status)) return; // the account is gone, or it is recorded already
      const before = row.status;
      row.settle(ending.event, ending.remark, clock.now());
      const matter = { noun: 'purchase', id: uuid, before, after: row.status };
      await auditEnding(em, matter, ending, { secrets, run: ownRun() });
    });
  },
});
export type PurchaseRecords = ReturnType<typeof createPurchaseRecords>;
