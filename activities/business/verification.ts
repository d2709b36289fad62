import { LockMode, type EntityManager, type MikroORM } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import type { Clock } from '#domain/ports/clock.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { musicianTypeOf, type Application, type Outcome } from '#domain/verification/application.plan.ts';
import { Verification } from '#domain/verification/verification.entity.ts';
import { verificationMachine } from '#domain/verification/verification.machine.ts';
import { auditEnding } from '../kernel/audit-ending.ts';

interface Deps {
  orm: MikroORM;
  clock: Clock;
}

async function settle(em: EntityManager, { verificationId: id, ...ending }: Outcome, now: Date): Promise<void> {
  const row = await em.findOne(Verification, { id }, { populate: ['user'], lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row || verificationMachine.isFinal(row.status)) return; // the account is gone, or it is recorded already
  const before = row.status;
  row.settle(ending.event, ending.remark, now);
  const applicant = row.user.unwrap();
  if (row.status === 'APPROVED') {
    applicant.type = 'MUSICIAN';
    applicant.musicianType = musicianTypeOf(row.occupations);
  }
  await auditEnding(em, { noun: 'verification', id, applicant: applicant.uuid, before, after: row.status }, ending);
}

/** The only writer of `musician_verification` rows. Each call is one transaction and may safely run twice. */
export const createVerificationRecords = ({ orm, clock }: Deps) => ({
  async recordApplication({ verificationId: id, userUuid, ...application }: Application): Promise<void> {
    await orm.em.fork().transactional(async (em) => {
      if (await em.findOne(Verification, { id })) return;
      const user = await em.findOne(User, { uuid: userUuid, realm: 'vfine' });
      if (!user) throw new DomainError('not_found', 'unknown_account');
      if (user.type === 'MUSICIAN') throw new DomainError('conflict', 'action_already_done');
      // An application whose process is gone (somebody terminated it) no longer waits for anybody.
      const settledAt = clock.now();
      await em.nativeUpdate(Verification, { user, status: 'PENDING' }, { status: 'EXPIRED', settledAt });
      em.create(Verification, { id, user, ...application, remark: null, settledAt: null });
    });
  },

  async recordOutcome(outcome: Outcome): Promise<void> {
    await orm.em.fork().transactional((em) => settle(em, outcome, clock.now()));
  },
});
export type VerificationRecords = ReturnType<typeof createVerificationRecords>;
