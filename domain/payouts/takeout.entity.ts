import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { identity } from '#domain/shared/columns.ts';
import type { TaxExplanation } from '#domain/tax/tax.plan.ts';
import { chinaDayOf } from './china-day.plan.ts';
import type { Paid } from './prior.plan.ts';
import { takeoutMachine, type TakeoutEvent } from './takeout.machine.ts';

const TakeoutSchema = defineEntity({
  name: 'Takeout',
  indexes: [{ properties: ['user', 'createdAt', 'id'] }, { properties: ['status', 'createdAt', 'id'] }],
  checks: [
    { name: 'takeout_fen_check', expression: 'fen > 0' },
    { name: 'takeout_tax_check', expression: 'tax_fen >= 0 and tax_fen <= fen' },
    { name: 'takeout_balance_check', expression: 'balance_fen >= 0' },
  ],
  properties: {
    ...identity,
    user: () => p.manyToOne(User).ref(), // who is owed money is not deleted
    fen: p.bigint('number'),
    /** What is withheld: an estimate until it is approved. */
    taxFen: p.bigint('number'),
    explanation: p.json<TaxExplanation>(),
    /** The balance after the request. */
    balanceFen: p.bigint('number'),
    /** Account, name and card as they were when it was asked for; `payee.ts` opens it. */
    sealed: p.text(),
    status: p.enum(takeoutMachine.states).default('REQUESTING'),
    remark: p.string().length(500).nullable(),
    approvedAt: p.datetime().nullable(),
    /** Since when its transfer may have been sent; written before the first request goes out. */
    sentAt: p.datetime().nullable(),
    settledAt: p.datetime().nullable(),
    /** The provider's number of the transfer. */
    providerNumber: p.string().length(64).nullable(),
  },
});

/** One withdrawal; only the process `takeout` writes it, and after its end an operator whose transfer came back. */
export class Takeout extends TakeoutSchema.class {
  /** Moves it along its life; the machine refuses what the life does not allow. */
  apply(event: TakeoutEvent, at: Date, remark: string | undefined): void {
    this.status = takeoutMachine.next(this.status, event);
    if (event === 'approve') this.approvedAt = at;
    else this.settledAt = at;
    if (remark !== undefined) this.remark = remark;
  }

  /** What it is for the tax of others, from its approval on. */
  paid(): Paid {
    const { fen, taxFen, approvedAt, explanation } = this;
    const day = chinaDayOf(approvedAt ?? new Date(0));
    return { fen, taxFen, day, income: explanation.case.income, rule: explanation.rule };
  }

  /** What reaches the payee. */
  transferFen(): number {
    return this.fen - this.taxFen;
  }
}
TakeoutSchema.setClass(Takeout);
