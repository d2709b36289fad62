import { z } from 'zod';
import type { Endpoint } from '#api/kernel/declaration.ts';
import { changePassword, recoverPassword, requirePassword } from '#domain/accounts/change-password.ts';
import { changesContact, contactsOf } from '#domain/accounts/change-profile.ts';
import { contactChange } from '#workflows/contact-change/contract.ts';
import { vfine } from '../face.ts';
import { contactFields, contactOf, Nothing, password } from '../inputs.ts';
import { ownAccount } from '../own-account.ts';

const realm = 'vfine';

const byPhone = z.object({ phone: contactFields.phone, password });
const byEmail = z.object({ email: contactFields.email, password });

/** The document lets the password alone confirm the change; the process tells the former contacts. */
const changeOf = (endpoint: Endpoint, change: typeof byPhone | typeof byEmail) =>
  vfine.route(endpoint, {
    summary: 'Change what one logs in with; the former contacts are told',
    auth: 'user',
    flows: true,
    rate: 'login',
    input: { body: change },
    status: 204,
    output: Nothing,
    refusals: { wrong_password: '密码错误' },
    async handler({ em, actor, body, flows, newId, ports, request: { address } }) {
      const user = await ownAccount(em, actor);
      const contact = contactOf(body);
      await requirePassword(em, ports, { user, password: body.password, address });
      if (!changesContact(user, contact)) return;
      const keys = { changeId: newId(), realm, userId: user.id } as const;
      await flows.begin(contactChange, { ...keys, change: contact, former: contactsOf(user) });
    },
  });

export const credentialRoutes = [
  vfine.route('GET /users/check-password', {
    summary: "Check the caller's password",
    auth: 'user',
    rate: 'login',
    input: { query: z.object({ password }) },
    status: 204,
    output: Nothing,
    handler: async ({ em, actor, query: { password }, ports, request: { address } }) =>
      requirePassword(em, ports, { user: await ownAccount(em, actor), password, address }),
  }),

  vfine.route('PUT /users/password', {
    summary: 'Change the password; every other session ends',
    auth: 'user',
    rate: 'login',
    input: { body: z.object({ old_password: password, new_password: password }) },
    status: 204,
    output: Nothing,
    refusals: { wrong_password: '前置条件不满足,即旧密码输入的不对' },
    async handler({ em, actor, body, session, ports, request: { address } }) {
      const { id: userId } = await ownAccount(em, actor);
      const change = { userId, old: body.old_password, fresh: body.new_password, keep: session.current, address };
      await changePassword(em, ports, change);
    },
  }),

  changeOf('PUT /users/change-phone', byPhone),
  changeOf('PUT /users/change-email', byEmail),

  vfine.route('PUT /users/forget-password/', {
    summary: 'Set another password by a phone or mail address that was verified within the last thirty minutes',
    description: 'Uses the verification up and ends every session of the account.',
    auth: 'none',
    rate: 'register',
    input: { body: z.object({ ...contactFields, password }) },
    status: 204,
    output: Nothing,
    async handler({ em, body, ports }) {
      const now = ports.clock.now();
      await recoverPassword(em, ports, { realm, contact: contactOf(body), password: body.password, now });
    },
  }),
];
