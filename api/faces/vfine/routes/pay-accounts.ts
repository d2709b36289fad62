import { z } from 'zod';
import type { Endpoint } from '#api/kernel/declaration.ts';
import { accountPattern, maskAccount } from '#domain/payouts/account-name.plan.ts';
import { payAccountTypes } from '#domain/payouts/pay-account.entity.ts';
import { bindPayAccount, changePayAccount, findPayAccount, openPayAccount } from '#domain/payouts/pay-accounts.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { vfine } from '../face.ts';
import { ownAccount } from '../own-account.ts';

const refusals = { invalid_value: '传入参数不规范' };
const Body = z.object({ type: z.enum(payAccountTypes), account: z.string().regex(accountPattern) });
const View = z.object({
  type: z.enum(payAccountTypes),
  account: z.string().meta({ description: 'masked', example: 'da*ifu' }),
});
const present = ({ type, account }: z.output<typeof Body>): z.input<typeof View> => ({
  type,
  account: maskAccount(account),
});

const binding = (endpoint: Endpoint, summary: string, bind: typeof bindPayAccount) =>
  vfine.route(endpoint, {
    summary,
    auth: 'musician',
    input: { body: Body },
    output: View,
    refusals,
    async handler({ em, actor, body, request: { id: requestId }, ports: { secrets } }) {
      const user = await ownAccount(em, actor);
      await bind(em, secrets, user, body, { actor: actor.uuid, requestId });
      return present(body);
    },
  });

export const payAccountRoutes = [
  binding('POST /pay_account/', 'Bind the account that money is paid out to', bindPayAccount),

  vfine.route('GET /pay_account/', {
    summary: 'The bound account, masked',
    auth: 'musician',
    output: View,
    async handler({ em, actor, ports: { secrets } }) {
      const bound = await findPayAccount(em, actor.uuid);
      if (!bound) throw new DomainError('not_found', 'unknown_pay_account');
      return present({ type: bound.type, account: openPayAccount(secrets, bound) });
    },
  }),

  binding('PUT /pay_account/', 'Bind another account; withdrawals under way keep theirs', changePayAccount),
];
