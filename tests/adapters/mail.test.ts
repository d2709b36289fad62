import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerEnvelope } from 'smtp-server';
import { createSmtpMailer } from '#adapters/mail/smtp.ts';

interface Taken {
  from: string;
  to: string[];
  mail: string;
}

let server: SMTPServer;
let taken: Taken[];

async function take(stream: Readable, envelope: SMTPServerEnvelope, done: () => void): Promise<void> {
  const mail = await text(stream);
  const from = envelope.mailFrom ? envelope.mailFrom.address : '';
  taken.push({ from, to: envelope.rcptTo.map(({ address }) => address), mail });
  done();
}

beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'right' ? done(null, { user: username }) : done(new Error('wrong password')),
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('nobody@')) done(Object.assign(new Error('no such user'), { responseCode: 550 }));
      else if (address.startsWith('full@')) done(Object.assign(new Error('mailbox full'), { responseCode: 452 }));
      else done();
    },
    onData: (stream, { envelope }, done) => void take(stream, envelope, done),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  taken = [];
});
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));

const mailer = (user = '') =>
  createSmtpMailer({
    url: `smtp://${user}127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    from: 'Ensemble <no-reply@example.org>',
  });
const mail = { id: 'code-1', to: 'someone@example.org', subject: '验证码', text: '您的验证码是 123456' };

test('sends a mail in Chinese', async () => {
  await mailer().send(mail);

  expect(taken).toHaveLength(1);
  expect(taken[0]).toMatchObject({ from: 'no-reply@example.org', to: ['someone@example.org'] });
  expect(taken[0]?.mail).toContain(`Subject: =?UTF-8?B?${Buffer.from('验证码').toString('base64')}?=`);
  const body = taken[0]?.mail.split('\r\n\r\n')[1]?.replaceAll('\r\n', '') ?? '';
  expect(Buffer.from(body, 'base64').toString()).toContain('您的验证码是 123456');
});

test('names every try of a mail alike', async () => {
  await mailer().send({ ...mail, id: 'code:1/a' });
  expect(taken[0]?.mail).toContain('Message-ID: <code_1_a@example.org>');
});

test('logs in where the address has a name and a password', async () => {
  await mailer('me:right@').send(mail);
  expect(taken).toHaveLength(1);
});

test('may be tried again after a wrong password', async () => {
  await expect(mailer('me:wrong@').send(mail)).rejects.toMatchObject({ code: 'EAUTH' });
});

test('refuses for good where the server knows no such person', async () => {
  await expect(mailer().send({ ...mail, to: 'nobody@example.org' })).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'mail_refused',
  });
});

test('may be tried again while the mailbox is full', async () => {
  await expect(mailer().send({ ...mail, to: 'full@example.org' })).rejects.toMatchObject({ responseCode: 452 });
});

test('takes a list of addresses for one bad address', async () => {
  await mailer()
    .send({ ...mail, to: 'someone@example.org, other@example.org' })
    .catch(() => undefined);
  expect(taken.flatMap(({ to }) => to)).not.toContain('other@example.org');
});

test('lets no line break of a subject become a header', async () => {
  await mailer().send({ ...mail, subject: 'hello\r\nBcc: other@example.org' });
  expect(taken[0]?.to).toEqual(['someone@example.org']);
  expect(taken[0]?.mail).not.toMatch(/^Bcc:/m);
});

test('rejects when there is no server', async () => {
  const nowhere = createSmtpMailer({ url: 'smtp://127.0.0.1:1', from: 'a@b.cn' });
  await expect(nowhere.send(mail)).rejects.toMatchObject({ code: 'ESOCKET' });
});
