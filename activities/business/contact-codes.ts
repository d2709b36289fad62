import { IsolationLevel, type MikroORM } from '@mikro-orm/core';
import { addCode, dropUnsent, markSent } from '#domain/accounts/contact-codes.ts';
import type { CodeToSend } from '#domain/accounts/contact-code.plan.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Secrets } from '#domain/ports/secrets.ts';

interface Deps {
  orm: MikroORM;
  secrets: Secrets;
  clock: Clock;
  settings: { RATE_LIMITS: boolean };
}

/** Writes `contact_code` rows as a code travels; each call is one transaction and may safely run twice. */
export const createContactCodeRecords = ({ orm, secrets, clock, settings }: Deps) => ({
  async recordCode({ codeId: id, realm, contact }: CodeToSend): Promise<void> {
    const code = { id, realm, contact, now: clock.now(), isLimited: settings.RATE_LIMITS };
    // Serializable, so that of two requests at once one sees the other and is refused when it is tried again.
    const isolationLevel = IsolationLevel.SERIALIZABLE;
    await orm.em.fork().transactional((em) => addCode(em, secrets, code), { isolationLevel });
  },

  async recordDelivery({ codeId, isDelivered }: { codeId: string; isDelivered: boolean }): Promise<void> {
    const em = orm.em.fork();
    await (isDelivered ? markSent(em, codeId, clock.now()) : dropUnsent(em, codeId));
  },
});
export type ContactCodeRecords = ReturnType<typeof createContactCodeRecords>;
