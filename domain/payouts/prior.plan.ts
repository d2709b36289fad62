import type { Fen } from '#domain/shared/money.ts';
import type { Prior, Rule } from '#domain/tax/rules.plan.ts';
import type { IncomeType } from '#domain/tax/tax.plan.ts';
import { monthsBefore } from './china-day.plan.ts';

/** A pay-out that was approved: when, in China, and what it was taxed as. */
export interface Paid {
  fen: Fen;
  taxFen: Fen;
  day: string;
  income: IncomeType;
  rule: Rule['name'];
}

const totalOf = (paid: readonly Paid[]): { incomeFen: Fen; taxFen: Fen } => ({
  incomeFen: paid.reduce((sum, { fen }) => sum + fen, 0),
  taxFen: paid.reduce((sum, { taxFen }) => sum + taxFen, 0),
});

/**
 * What counts of a person's other pay-outs for one of this day: those of the same kind of income and the same rule. Another
 * kind is taxed by itself, and a rule begins to count on its first day.
 */
export function priorOf(others: readonly Paid[], { day, income, rule }: Pick<Paid, 'day' | 'income' | 'rule'>): Prior {
  const alike = others.filter((one) => one.income === income && one.rule === rule);
  const within = (period: string): Paid[] => alike.filter((one) => one.day.startsWith(period));
  const [year, month] = [day.slice(0, 4), day.slice(0, 7)];
  const months = new Set([month, ...within(year).map((one) => one.day.slice(0, 7))]);
  return {
    ...totalOf(within(year)),
    months: monthsBefore(day, months),
    exemptFen: 0,
    otherFen: 0,
    month: totalOf(within(month)),
  };
}
