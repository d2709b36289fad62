import { codeMinutes, type CodeToSend, type ContactOf } from '#domain/accounts/contact-code.plan.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { createSending, type Messengers } from './sending.ts';

/** Messages whose process knows whom they go to. */
export function createMessaging({ secrets, ...messengers }: Messengers & { secrets: Secrets }) {
  const send = createSending(messengers);

  return {
    async sendCode({ codeId: id, ...to }: CodeToSend): Promise<void> {
      const text = `验证码 ${secrets.codeFor(id)},${codeMinutes} 分钟内有效,请勿告诉他人。`;
      await send({ ...to, id, about: '验证码', text });
    },

    /** To whoever an account was reached by before somebody changed that. */
    async sendWarning(to: ContactOf & { id: string }): Promise<void> {
      await send({ ...to, about: '账号安全提醒', text: '您账号的手机或邮箱已被修改,如非本人操作,请立即联系我们。' });
    },
  };
}
export type Messaging = ReturnType<typeof createMessaging>;
