import { LockMode, type MikroORM } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { hideCard } from '#domain/verification/card-pictures.ts';
import { openSealed, sealIdentity } from '#domain/verification/identity.ts';
import { RealName } from '#domain/verification/real-name.entity.ts';
import type { RealNameOutcome, RealNameRequest } from '#domain/verification/real-name.plan.ts';
import { settleRealName } from '#domain/verification/settle-real-name.ts';
import { ownRun } from '../kernel/own-run.ts';

interface Deps {
  orm: MikroORM;
  clock: Clock;
  secrets: Secrets;
  storage: FileStorage;
}

/** The only writer of `real_name` rows while their process runs. Each call is one transaction and may safely run twice. */
export const createRealNameRecords = ({ orm, clock, secrets, storage }: Deps) => ({
  /**
   * Refuses `unknown_account`, `action_already_done`, `card_taken` where another account has shown the same card, or
   * `invalid_value` where a picture of it is in use.
   */
  async recordRealName({ realNameId: id, userUuid, sealed, cardDigest }: RealNameRequest): Promise<void> {
    await orm.em.fork().transactional(async (em) => {
      if (await em.findOne(RealName, { id })) return;
      const lockMode = LockMode.PESSIMISTIC_WRITE; // pictures of an earlier one may be going
      const user = await em.findOne(User, { uuid: userUuid, realm: 'vfine' }, { lockMode });
      if (!user) throw new DomainError('not_found', 'unknown_account');
      if ((await em.count(RealName, { user, status: 'SUCCESS' })) > 0)
        throw new DomainError('conflict', 'action_already_done');
      // A request whose process is gone (somebody terminated it) no longer waits for anybody.
      for (const { id: realNameId } of await em.find(RealName, { user, status: 'WAITING' }))
        await settleRealName(em, { realNameId, event: 'expire' }, { now: clock.now(), secrets, run: ownRun() });
      await em.flush(); // it holds the card no longer
      // Two at once: the index lets one pass, and the other is tried again and finds it here.
      if ((await em.count(RealName, { cardDigest, status: ['WAITING', 'SUCCESS'] })) > 0)
        throw new DomainError('conflict', 'card_taken');
      const row = em.create(RealName, { id, user, sealed, cardDigest, remark: null, settledAt: null });
      await em.flush(); // the index judges before a picture is moved
      const shown = await hideCard(em, storage, user, openSealed(secrets, userUuid, sealed));
      row.sealed = sealIdentity(secrets, userUuid, shown).sealed;
    });
  },

  async recordRealNameEnd(outcome: RealNameOutcome): Promise<void> {
    const given = { now: clock.now(), secrets, run: ownRun() };
    await orm.em.fork().transactional((em) => settleRealName(em, outcome, given));
  },
});
export type RealNameRecords = ReturnType<typeof createRealNameRecords>;
