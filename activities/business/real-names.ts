import { LockMode, type EntityManager, type MikroORM } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import type { Clock } from '#domain/ports/clock.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { RealName } from '#domain/verification/real-name.entity.ts';
import { realNameMachine } from '#domain/verification/real-name.machine.ts';
import type { RealNameOutcome, RealNameRequest } from '#domain/verification/real-name.plan.ts';
import { auditEnding } from '../kernel/audit-ending.ts';

interface Deps {
  orm: MikroORM;
  clock: Clock;
}

async function settle(em: EntityManager, { realNameId: id, ...ending }: RealNameOutcome, now: Date): Promise<void> {
  const row = await em.findOne(RealName, { id }, { populate: ['user'], lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row || realNameMachine.isFinal(row.status)) return; // the account is gone, or it is recorded already
  const before = row.status;
  row.settle(ending.event, ending.remark, now);
  const matter = { noun: 'real-name', id, applicant: row.user.unwrap().uuid, before, after: row.status };
  await auditEnding(em, matter, ending);
}

/** The only writer of `real_name` rows. Each call is one transaction and may safely run twice. */
export const createRealNameRecords = ({ orm, clock }: Deps) => ({
  /** Refuses `unknown_account`, `action_already_done`, or `card_taken` where another account has shown the same card. */
  async recordRealName({ realNameId: id, userUuid, sealed, cardDigest }: RealNameRequest): Promise<void> {
    await orm.em.fork().transactional(async (em) => {
      if (await em.findOne(RealName, { id })) return;
      const user = await em.findOne(User, { uuid: userUuid, realm: 'vfine' });
      if (!user) throw new DomainError('not_found', 'unknown_account');
      if ((await em.count(RealName, { user, status: 'SUCCESS' })) > 0)
        throw new DomainError('conflict', 'action_already_done');
      // A request whose process is gone (somebody terminated it) no longer waits for anybody.
      const settledAt = clock.now();
      await em.nativeUpdate(RealName, { user, status: 'WAITING' }, { status: 'FAIL', settledAt });
      // Two at once: the index lets one pass, and the other is tried again and finds it here.
      if ((await em.count(RealName, { cardDigest, status: ['WAITING', 'SUCCESS'] })) > 0)
        throw new DomainError('conflict', 'card_taken');
      em.create(RealName, { id, user, sealed, cardDigest, remark: null, settledAt: null });
    });
  },

  async recordRealNameEnd(outcome: RealNameOutcome): Promise<void> {
    await orm.em.fork().transactional((em) => settle(em, outcome, clock.now()));
  },
});
export type RealNameRecords = ReturnType<typeof createRealNameRecords>;
