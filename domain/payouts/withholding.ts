import type { EntityManager } from '@mikro-orm/core';
import type { Fen } from '#domain/shared/money.ts';
import {
  ruleOf,
  taxOf,
  type IncomeType,
  type PayeeKind,
  type TaxExplanation,
  type TaxTable,
} from '#domain/tax/tax.plan.ts';
import { beginOfChinaDay, chinaDayOf } from './china-day.plan.ts';
import { priorOf, type Paid } from './prior.plan.ts';
import { Takeout } from './takeout.entity.ts';

/** What the accountant has decided. */
export interface TaxSettings {
  table: TaxTable;
  income: IncomeType;
  payee: PayeeKind;
}

/** What a person was paid in the year of this day, the other withdrawals alone; failed ones do not count. */
async function paidBefore(em: EntityManager, userUuid: string, day: string, exceptId: string): Promise<Paid[]> {
  const paid = await em.find(Takeout, {
    user: { uuid: userUuid },
    status: { $in: ['WAITING', 'SUCCESS'] },
    approvedAt: { $gte: beginOfChinaDay(`${day.slice(0, 4)}-01-01`) },
    id: { $ne: exceptId },
  });
  return paid.map((one) => one.paid());
}

/** The tax of a withdrawal that is decided on at this moment. Call it under the lock of the seller's balance. */
export async function withholdingOf(
  em: EntityManager,
  { table, income, payee }: TaxSettings,
  { takeoutId, userUuid, fen, at }: { takeoutId: string; userUuid: string; fen: Fen; at: Date },
): Promise<TaxExplanation> {
  const day = chinaDayOf(at);
  const { name: rule } = ruleOf({ day, income, payee, table });
  const prior = priorOf(await paidBefore(em, userUuid, day, takeoutId), { day, income, rule });
  return taxOf({ fen, day, income, payee, table, prior });
}
