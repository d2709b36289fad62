import { z } from 'zod';
import { issueCaptcha, useCaptcha } from '#domain/accounts/captchas.ts';
import { verifyContact } from '#domain/accounts/contact-codes.ts';
import { findAttempted, logIn, suspicion } from '#domain/accounts/log-in.ts';
import { DomainError, isRefusal } from '#domain/shared/errors.ts';
import { contactVerification } from '#workflows/contact-verification/contract.ts';
import { vfine } from '../face.ts';
import { contactFields, contactOf, Nothing, password, text } from '../inputs.ts';

const realm = 'vfine';

/** Login says one thing to whoever fails: not whether the account exists. */
function failed(error: unknown): never {
  throw isRefusal(error, 'unknown_account', 'wrong_password', 'account_disabled')
    ? new DomainError('unauthenticated', 'login_failed')
    : error;
}

export const authRoutes = [
  vfine.route('POST /users/login', {
    summary: 'Log in; after three failures within a minute a captcha is needed',
    auth: 'none',
    input: {
      body: z.object({
        ...contactFields,
        password,
        captcha: text(20).nullish().meta({ description: 'what the picture of GET /captcha/ shows' }),
      }),
    },
    status: 204,
    output: Nothing,
    async handler({ em, body, session, request: { address }, ports }) {
      const { password } = body;
      const attempt = await findAttempted(em, { realm, keys: [contactOf(body)], password, address });
      const whenOver = () => useCaptcha(em, session.current, ports.secrets, body.captcha ?? undefined);
      await session.open(await logIn(em, ports, attempt, { limit: suspicion, whenOver }).catch(failed));
    },
  }),

  vfine.route('PUT /users/logout', {
    summary: 'Log out',
    auth: 'user',
    status: 204,
    output: Nothing,
    handler: ({ session }) => session.close(),
  }),

  vfine.raw('GET /captcha/', {
    summary: 'A picture to read, for a login after too many failures',
    ours: true,
    auth: 'none',
    changes: true,
    rate: 'captcha',
    type: 'image/png',
    async handler({ session, ports: { captchas, secrets } }) {
      const { answer, png } = await captchas.draw();
      if (!session.current) await session.open();
      if (session.current) issueCaptcha(session.current, secrets, answer);
      return { type: 'image/png', body: png };
    },
  }),

  vfine.route('PUT /auth/send/', {
    summary: 'Send a code to a phone or mail address',
    auth: 'none',
    rate: 'send',
    flows: true,
    input: { body: z.object(contactFields) },
    status: 204,
    output: Nothing,
    refusals: { too_many_requests: '发送频率太高', upstream_error: '调用第三方服务失败' },
    handler: ({ flows, newId, body }) =>
      flows.begin(contactVerification, { codeId: newId(), realm, contact: contactOf(body) }),
  }),

  vfine.route('PUT /auth/verify/', {
    summary: 'Verify the code that was sent; it is good for thirty minutes',
    auth: 'none',
    input: { body: z.object({ ...contactFields, code: text(20) }) },
    status: 204,
    output: Nothing,
    refusals: { time_limit_exceeded: '超过时间限制(30分钟)', phone_verify_failed: '验证失败' },
    handler: ({ em, body, ports: { secrets, clock } }) =>
      verifyContact(em, secrets, { realm, contact: contactOf(body), code: body.code, now: clock.now() }),
  }),
];
