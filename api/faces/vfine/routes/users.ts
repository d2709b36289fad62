import { z } from 'zod';
import { useVerification } from '#domain/accounts/contact-codes.ts';
import { findAccount } from '#domain/accounts/find-account.ts';
import { registerAccount } from '#domain/accounts/register-account.ts';
import { todaysIncomeOf } from '#domain/payouts/income.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { vfine } from '../face.ts';
import { contactFields, contactOf, freeJson, Nothing, password, text } from '../inputs.ts';
import { ownAccount } from '../own-account.ts';
import { presentProfile, presentRegistered, ProfileView, RegisteredView } from '../presenters/user.ts';

const realm = 'vfine';

/** Registering says one thing whatever of the account is taken. */
function duplicate(error: unknown): never {
  const isTaken = error instanceof DomainError && error.kind === 'conflict';
  throw isTaken ? new DomainError('conflict', 'duplicate') : error;
}

export const userRoutes = [
  vfine.route('POST /users/', {
    summary: 'Register with a phone or mail address that was verified within the last thirty minutes',
    auth: 'none',
    rate: 'register',
    input: { body: z.object({ ...contactFields, password }) },
    output: RegisteredView,
    example: {
      email: '',
      email_activated: false,
      phone: '+8617778059999',
      type: 'Visitor',
      uuid: 'd81e059e-30ed-471a-a836-42c9e963323b',
    },
    refusals: { invalid_value: '传入的邮箱或者手机号为空,邮箱格式不合法等', wrong_auth: '验证失败' },
    async handler({ em, body, ports: { passwords, secrets, clock } }) {
      const contact = contactOf(body);
      const passwordHash = await passwords.hash(body.password);
      const user = await registerAccount(em, { realm, ...contact, passwordHash }).catch(duplicate);
      await useVerification(em, secrets, { realm, contact, now: clock.now() });
      return presentRegistered(user);
    },
  }),

  vfine.route('GET /users/check', {
    summary: 'Tell whether a phone or mail address has an account',
    auth: 'none',
    rate: 'verify',
    input: { query: z.object(contactFields) },
    output: z.object({ result: z.boolean() }),
    example: { result: true },
    handler: async ({ em, query }) => ({
      result: (await findAccount(em, realm, contactOf(query, 'missing_query_params'))) !== null,
    }),
  }),

  vfine.route('GET /users/profile', {
    summary: "The caller's profile",
    auth: 'user',
    output: ProfileView,
    example: {
      name: 'a',
      avatar: '/path',
      location: {},
      uuid: 'bbc6e384-29b0-42e0-b37f-2d57b6837392',
      email: 'a@163.com',
      phone: '+86123456779',
      type: 'MUSICIAN',
      musician: { type: 'SINGER', today_profit: 100, level: 'STAR' },
    },
    async handler({ em, actor, ports: { clock } }) {
      const user = await ownAccount(em, actor);
      return presentProfile(user, await todaysIncomeOf(em, user.id, clock.now()));
    },
  }),

  vfine.route('PUT /users/profile', {
    summary: 'Change name, location or avatar; what is left out stays',
    auth: 'user',
    input: {
      body: z.object({
        name: text(64).exactOptional(),
        location: freeJson.exactOptional().meta({ description: 'any JSON' }),
        avatar: text(500).exactOptional(),
      }),
    },
    status: 204,
    output: Nothing,
    async handler({ em, actor, body }) {
      const user = await ownAccount(em, actor);
      if (body.name !== undefined) user.name = body.name;
      if (body.avatar !== undefined) user.avatar = body.avatar;
      if (body.location !== undefined) user.location = body.location ?? {};
    },
  }),
];
