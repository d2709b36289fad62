import { codeMinutes, type CodeToSend } from '#domain/accounts/contact-code.plan.ts';
import type { Mailer, TextMessenger } from '#domain/ports/messengers.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { Realm } from '#domain/shared/actor.ts';

interface Deps {
  mailer: Mailer;
  texts: TextMessenger;
  secrets: Secrets;
}

/** What people know each face as. */
const signs: Record<Realm, string> = {
  travel: 'Travel',
  vfine: 'V.Fine',
  piaxi: 'PIAXI',
  okman: 'OKMAN',
  qu: '趣视频',
  ops: 'Ensemble',
};

/** Hands messages to mail server and gateway; their id makes sending one twice harmless. */
export const createMessaging = ({ mailer, texts, secrets }: Deps) => ({
  async sendCode({ codeId: id, realm, contact }: CodeToSend): Promise<void> {
    const sign = signs[realm];
    const text = `【${sign}】验证码 ${secrets.codeFor(id)},${codeMinutes} 分钟内有效,请勿告诉他人。`;
    if ('phone' in contact) await texts.send({ id, to: contact.phone, text });
    else await mailer.send({ id, to: contact.email, subject: `${sign} 验证码`, text });
  },
});
export type Messaging = ReturnType<typeof createMessaging>;
