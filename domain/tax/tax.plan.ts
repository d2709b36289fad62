import type { Fen } from '#domain/shared/money.ts';
import { exactYuan, milliOf, roundedFen, type Milli } from './milli.plan.ts';
import { assess, type Assessment, type Prior, type Rule } from './rules.plan.ts';

/** Kinds of income of a pay-out; which one ours is, the accountant says. */
export const incomeTypes = ['licence', 'manuscript', 'labour'] as const; // 特许权使用费, 稿酬, 劳务报酬
export type IncomeType = (typeof incomeTypes)[number];
/** Whom we pay; `platform-worker` earns on the platform as defined by 公告2025年第16号. */
export const payeeKinds = ['person', 'platform-worker'] as const;
export type PayeeKind = (typeof payeeKinds)[number];

/** The table that counts: the document's flat rate, or the law's. */
export type TaxTable = { rules: 'flat'; flatPercent: number } | { rules: 'statutory' };

interface Row {
  income: IncomeType;
  payee: PayeeKind | 'any';
  /** First day, in China, that the row counts. */
  from: string;
  rule: Rule;
}

/** The last row that fits counts. */
const statutory: readonly Row[] = [
  { income: 'licence', payee: 'any', from: '2019-01-01', rule: { name: 'licence-fee' } },
  { income: 'manuscript', payee: 'any', from: '2019-01-01', rule: { name: 'manuscript-fee' } },
  { income: 'labour', payee: 'any', from: '2019-01-01', rule: { name: 'labour-fee' } },
  { income: 'labour', payee: 'platform-worker', from: '2025-10-01', rule: { name: 'cumulative' } },
];

/** All that a tax depends on; it is stored with the pay-out, so that anybody can reckon it again. */
export interface TaxCase {
  fen: Fen;
  /** Day of the decision to pay, in China, `YYYY-MM-DD`. */
  day: string;
  income: IncomeType;
  payee: PayeeKind;
  table: TaxTable;
  /** What the same person was paid before in the same year. */
  prior: Prior;
}

/** Sums in yuan that add up: `base` to what is taxed, `tax` to the tax. */
export interface TaxExplanation {
  case: TaxCase;
  rule: Rule['name'];
  base: { what: string; yuan: string }[];
  tax: { what: string; yuan: string }[];
  taxFen: Fen;
}

/** The rule for this income, day and payee. */
export function ruleOf({ table, income, payee, day }: Omit<TaxCase, 'fen' | 'prior'>): Rule {
  if (table.rules === 'flat') return { name: 'flat', percent: table.flatPercent };
  const row = statutory.findLast(
    (one) => one.income === income && (one.payee === 'any' || one.payee === payee) && one.from <= day,
  );
  if (!row) throw new Error(`there is no tax rule for ${income} of ${payee} on ${day}`);
  return row.rule;
}

const shown = (lines: Assessment['base']) => lines.map(({ what, milli }) => ({ what, yuan: exactYuan(milli) }));
const sumOf = (lines: Assessment['base']): Milli => lines.reduce((sum, { milli }) => sum + milli, 0n);

/** The tax of one pay-out, rounded half up to the fen once, with an explanation whose lines add up. */
export function taxOf(given: TaxCase): TaxExplanation {
  const rule = ruleOf(given);
  const { base, tax } = assess(rule, given.fen, given.prior);
  const exact = sumOf(tax);
  const floored = exact < 0n ? 0n : exact;
  const taxFen = roundedFen(floored);
  const lines = [
    ...tax,
    { what: 'never below 0', milli: floored - exact },
    { what: 'rounded half up to the fen', milli: milliOf(taxFen) - floored },
  ];
  return {
    case: given,
    rule: rule.name,
    base: shown(base),
    tax: shown(lines.filter(({ milli }, i) => i < tax.length || milli !== 0n)),
    taxFen,
  };
}

const said = ({ rule, base, tax, taxFen }: TaxExplanation): string =>
  JSON.stringify([rule, taxFen, ...[...base, ...tax].map(({ what, yuan }) => [what, yuan])]);

/** True where the stored explanation follows from what it says it follows from. */
export const isProven = (stored: TaxExplanation): boolean => said(taxOf(stored.case)) === said(stored);
