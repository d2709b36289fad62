import type { MikroORM } from '@mikro-orm/core';
import type { VainEnd } from '#domain/accounts/password-reset.machine.ts';
import type { Verdict } from '#domain/accounts/password-reset.plan.ts';
import { addReset, dropAttempts, moveReset, redeemReset } from '#domain/accounts/password-resets.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Secrets } from '#domain/ports/secrets.ts';

interface Deps {
  orm: MikroORM;
  secrets: Secrets;
  clock: Clock;
  settings: { RATE_LIMITS: boolean };
}

/** Writes password resets as they go on; each call is one transaction and may safely run twice. */
export const createPasswordResetRecords = ({ orm, secrets, clock, settings }: Deps) => ({
  recordReset: ({ resetId: id, ...asked }: { resetId: string; userId: number; session: string }): Promise<void> =>
    orm.em
      .fork()
      .transactional((em) => addReset(em, { ...asked, id, now: clock.now(), isLimited: settings.RATE_LIMITS })),

  recordResetSent: ({ resetId }: { resetId: string }): Promise<void> =>
    orm.em.fork().transactional((em) => moveReset(em, resetId, 'deliver')),

  judgeAttempt: (attempt: { resetId: string; attemptId: string }): Promise<Verdict> =>
    orm.em.fork().transactional((em) => redeemReset(em, secrets, attempt)),

  /** `event` is absent where the password was changed. */
  recordResetEnd: ({ resetId, event }: { resetId: string; event?: VainEnd }): Promise<void> =>
    orm.em.fork().transactional(async (em) => {
      if (event) await moveReset(em, resetId, event);
      await dropAttempts(em, resetId);
    }),
});
export type PasswordResetRecords = ReturnType<typeof createPasswordResetRecords>;
