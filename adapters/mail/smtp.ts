import { createTransport } from 'nodemailer';
import type { Mailer } from '#domain/ports/messengers.ts';
import { DomainError } from '#domain/shared/errors.ts';

const patienceMs = 10_000;

/** True where the server said that it never takes this mail; a wrong password or a full mailbox may pass. */
function isFinal(error: unknown): boolean {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500;
}

/** Sends mail by SMTP; refuses `mail_refused` where the server turns the mail down for good, rejects where it may yet be sent. */
export function createSmtpMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: 2 * patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = /@([^@>\s]+)>?$/.exec(from)?.[1] ?? 'localhost';

  return {
    async send({ id, to, subject, text }) {
      const messageId = `<${id.replace(/[^\w.-]/g, '_')}@${host}>`; // the same for every try: mail programs show it once
      try {
        // An address as an object is one address, whatever commas it holds.
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text, messageId });
      } catch (error) {
        throw isFinal(error)
          ? new DomainError('unavailable', 'mail_refused', 'the mail server refused the mail')
          : error;
      }
    },
  };
}
