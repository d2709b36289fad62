import type { MikroORM } from '@mikro-orm/core';
import { Attempt } from '#domain/accounts/attempt.entity.ts';
import { ContactCode } from '#domain/accounts/contact-code.entity.ts';
import { PasswordReset } from '#domain/accounts/password-reset.entity.ts';
import { Session } from '#domain/accounts/session.entity.ts';
import { KeyedRequest } from '#domain/idempotency/keyed-request.entity.ts';
import type { Clock } from '#domain/ports/clock.ts';

const hourMs = 3600_000;
const kept = { attempts: 25 * hourMs, codes: 48 * hourMs }; // longer than any limit looks back

/** Removes ended sessions, counted tries, old codes and answers kept for a day; running twice removes nothing more. */
export const createAccountTraces = ({ orm, clock }: { orm: MikroORM; clock: Clock }) => ({
  async removeTraces(): Promise<number> {
    const em = orm.em.fork();
    const now = clock.now().getTime();
    const sessions = await em.nativeDelete(Session, { expiresAt: { $lt: new Date(now) } });
    const attempts = await em.nativeDelete(Attempt, { at: { $lt: new Date(now - kept.attempts) } });
    const codes = await em.nativeDelete(ContactCode, { createdAt: { $lt: new Date(now - kept.codes) } });
    const resets = await em.nativeDelete(PasswordReset, { createdAt: { $lt: new Date(now - kept.codes) } });
    const answers = await em.nativeDelete(KeyedRequest, { expiresAt: { $lte: new Date(now) } });
    return sessions + attempts + codes + resets + answers;
  },
});
export type AccountTraces = ReturnType<typeof createAccountTraces>;
