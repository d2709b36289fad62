import type { ContactOf } from '#domain/accounts/contact-code.plan.ts';
import type { Mailer, TextMessenger } from '#domain/ports/messengers.ts';
import type { Realm } from '#domain/shared/actor.ts';

export interface Messengers {
  mailer: Mailer;
  texts: TextMessenger;
}

interface Outgoing extends ContactOf {
  id: string;
  /** Subject of a mail. */
  about: string;
  text: string;
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

/** Hands signed messages to mail server or gateway; their id makes sending one twice harmless. */
export const createSending =
  ({ mailer, texts }: Messengers) =>
  async ({ id, realm, contact, about, text: said }: Outgoing): Promise<void> => {
    const sign = signs[realm];
    const text = `【${sign}】${said}`;
    if ('phone' in contact) await texts.send({ id, to: contact.phone, text });
    else await mailer.send({ id, to: contact.email, subject: `${sign} ${about}`, text });
  };
