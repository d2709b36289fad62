import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { identity } from '#domain/shared/columns.ts';

export const payAccountTypes = ['alipay'] as const;

const PayAccountSchema = defineEntity({
  name: 'PayAccount',
  properties: {
    ...identity,
    user: () => p.manyToOne(User).ref().unique().deleteRule('cascade'),
    type: p.enum(payAccountTypes),
    /** The account's name, sealed; `pay-accounts.ts` opens it. */
    sealed: p.text(),
  },
});

/** Where a musician's money goes. */
export class PayAccount extends PayAccountSchema.class {}
PayAccountSchema.setClass(PayAccount);
