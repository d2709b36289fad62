import { LockMode, type MikroORM } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Application, EarlierApplication, Outcome } from '#domain/verification/application.plan.ts';
import { hideCard } from '#domain/verification/card-pictures.ts';
import { openParts, openSealed, sealIdentity } from '#domain/verification/identity.ts';
import { Verification } from '#domain/verification/verification.entity.ts';
import { settleVerification } from '#domain/verification/settle-verification.ts';
import { ownRun } from '../kernel/own-run.ts';

interface Deps {
  orm: MikroORM;
  clock: Clock;
  secrets: Secrets;
  storage: FileStorage;
}

/** The only writer of `musician_verification` rows while their process runs. Each call is one transaction and may safely run twice. */
export const createVerificationRecords = ({ orm, clock, secrets, storage }: Deps) => ({
  /** Refuses `unknown_account`, `action_already_done` for a musician, or `invalid_value` where a picture is in use. */
  async recordApplication(application: Application | EarlierApplication): Promise<void> {
    const { verificationId: id, userUuid, ...given } = application;
    const { occupations, avatar, music } = given;
    await orm.em.fork().transactional(async (em) => {
      if (await em.findOne(Verification, { id })) return;
      const lockMode = LockMode.PESSIMISTIC_WRITE; // pictures of an earlier one may be going
      const user = await em.findOne(User, { uuid: userUuid, realm: 'vfine' }, { lockMode });
      if (!user) throw new DomainError('not_found', 'unknown_account');
      if (user.type === 'MUSICIAN') throw new DomainError('conflict', 'action_already_done');
      // An application whose process is gone (somebody terminated it) no longer waits for anybody.
      for (const { id: verificationId } of await em.find(Verification, { user, status: 'PENDING' }))
        await settleVerification(em, { verificationId, event: 'expire' }, { now: clock.now(), secrets, run: ownRun() });
      const shown = 'sealed' in given ? openSealed(secrets, userUuid, given.sealed) : openParts(secrets, given);
      const sealed = sealIdentity(secrets, userUuid, await hideCard(em, storage, user, shown));
      em.create(Verification, { id, user, ...sealed, occupations, avatar, music, remark: null, settledAt: null });
    });
  },

  async recordOutcome(outcome: Outcome): Promise<void> {
    const given = { now: clock.now(), secrets, run: ownRun() };
    await orm.em.fork().transactional((em) => settleVerification(em, outcome, given));
  },
});
export type VerificationRecords = ReturnType<typeof createVerificationRecords>;
