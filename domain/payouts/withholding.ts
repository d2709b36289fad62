import type { EntityManager } from '@mikro-orm/core';
import type { Fen } from '#domain/shared/money.ts';
import type { Prior } from '#domain/tax/rules.plan.ts';
import { taxOf, type IncomeType, type PayeeKind, type TaxExplanation, type TaxTable } from '#domain/tax/tax.plan.ts';
import { chinaDayOf, monthsBefore } from './china-day.plan.ts';
import { Takeout } from './takeout.entity.ts';

/** What the accountant has decided. */
export interface TaxSettings {
  table: TaxTable;
  income: IncomeType;
  payee: PayeeKind;
}

/** What a person was paid in the year of this day, the other withdrawals alone; failed ones do not count. */
async function priorOf(em: EntityManager, userUuid: string, day: string, exceptId: string): Promise<Prior> {
  const paid = await em.find(Takeout, {
    user: { uuid: userUuid },
    status: { $in: ['WAITING', 'SUCCESS'] },
    approvedAt: { $gte: new Date(`${day.slice(0, 4)}-01-01T00:00:00+08:00`) },
    id: { $ne: exceptId },
  });
  const months = new Set([
    day.slice(0, 7),
    ...paid.map(({ approvedAt }) => chinaDayOf(approvedAt ?? new Date(0)).slice(0, 7)),
  ]);
  return {
    incomeFen: paid.reduce((sum, { fen }) => sum + fen, 0),
    taxFen: paid.reduce((sum, { taxFen }) => sum + taxFen, 0),
    months: monthsBefore(day, months),
    exemptFen: 0,
    otherFen: 0,
  };
}

/** The tax of a withdrawal that is decided on at this moment. Call it under the lock of the seller's balance. */
export async function withholdingOf(
  em: EntityManager,
  { table, income, payee }: TaxSettings,
  { takeoutId, userUuid, fen, at }: { takeoutId: string; userUuid: string; fen: Fen; at: Date },
): Promise<TaxExplanation> {
  const day = chinaDayOf(at);
  const prior = await priorOf(em, userUuid, day, takeoutId);
  return taxOf({ fen, day, income, payee, table, prior });
}
