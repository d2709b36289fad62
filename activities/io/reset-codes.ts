import type { MikroORM } from '@mikro-orm/core';
import { resetMinutes, type ResetChannel } from '#domain/accounts/password-reset.plan.ts';
import { User } from '#domain/accounts/user.entity.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { createSending, type Messengers } from './sending.ts';

/** Sends the codes of password resets. Who gets one is looked up here: the process knows no address. */
export function createResetCodes({ orm, secrets, ...messengers }: Messengers & { orm: MikroORM; secrets: Secrets }) {
  const send = createSending(messengers);

  return {
    async sendResetCode(asked: { resetId: string; userId: number; channel: ResetChannel }): Promise<void> {
      const { resetId: id, userId, channel } = asked;
      const { realm, phone, email } = await orm.em.fork().findOneOrFail(User, userId);
      const contact = channel === 'phone' ? phone && { phone } : email && { email };
      if (!contact) throw new DomainError('unavailable', 'no_such_contact');
      const text = `恢复码 ${secrets.codeFor(id)},${resetMinutes} 分钟内有效,请勿告诉他人。`;
      await send({ id, realm, contact, about: '恢复码', text });
    },
  };
}
export type ResetCodes = ReturnType<typeof createResetCodes>;
