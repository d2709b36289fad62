import type { Fen } from '#domain/shared/money.ts';
import { milliOf, percent, yuan, type Milli } from './milli.plan.ts';

/** How a tax is reckoned. Sources: 国家税务总局公告2018年第61号 art. 8; 公告2025年第16号 for `cumulative`. */
export type Rule =
  | { name: 'flat'; percent: number }
  | { name: 'licence-fee' | 'manuscript-fee' | 'labour-fee' | 'cumulative' };

interface Paid {
  incomeFen: Fen;
  taxFen: Fen;
}

/** What the same person was paid before of this kind in the same calendar year, and for how long without a break. */
export interface Prior extends Paid {
  /** Consecutive months with a pay-out, this one included. */
  months: number;
  /** Tax-free income and other deductions of the year so far. */
  exemptFen: Fen;
  otherFen: Fen;
  /** The part of the same calendar month; explanations that were stored before the month counted lack it. */
  month?: Paid;
}

interface Part {
  what: string;
  milli: Milli;
}
/** `base` sums to what is taxed, `tax` to the tax before rounding. */
export interface Assessment {
  base: Part[];
  tax: Part[];
}

interface Bracket {
  /** Up to this, inclusive; the last one has no end. */
  to: Milli | undefined;
  rate: number; // percent
  quick: Milli;
}
const bracket = (to: number | undefined, rate: number, quick: number): Bracket => ({
  to: to === undefined ? undefined : yuan(to),
  rate,
  quick: yuan(quick),
});

const single = [bracket(undefined, 20, 0)];
const labour = [bracket(20_000, 20, 0), bracket(50_000, 30, 2_000), bracket(undefined, 40, 7_000)];
const yearly = [
  bracket(36_000, 3, 0),
  bracket(144_000, 10, 2_520),
  bracket(300_000, 20, 16_920),
  bracket(420_000, 25, 31_920),
  bracket(660_000, 30, 52_920),
  bracket(960_000, 35, 85_920),
  bracket(undefined, 45, 181_920),
];

const deductedPerMonth = yuan(5_000);
const smallPayment = yuan(4_000);
const smallDeduction = yuan(800);

const sum = (parts: readonly Part[]): Milli => parts.reduce((total, { milli }) => total + milli, 0n);

function progressive(taxed: Milli, brackets: readonly Bracket[]): Part[] {
  const one = brackets.find(({ to }) => to === undefined || taxed <= to);
  if (!one) throw new Error('a table of rates has a last bracket');
  const rated = { what: `${one.rate} percent`, milli: percent(taxed, one.rate) };
  return one.quick === 0n ? [rated] : [rated, { what: 'quick deduction', milli: -one.quick }];
}

/** 800 yuan of a payment up to 4,000, else 20 percent; never more than there is. */
function deduction(income: Milli): Part {
  if (income > smallPayment) return { what: 'deduction of 20 percent', milli: -percent(income, 20) };
  return { what: 'deduction of 800', milli: income < smallDeduction ? -income : -smallDeduction };
}

const withheld = (fen: Fen): Part[] => (fen === 0 ? [] : [{ what: 'withheld before', milli: -milliOf(fen) }]);

/** The pay-outs of one month are one payment (中华人民共和国个人所得税法实施条例 2018 art. 14), however they were split. */
function perPayment(fen: Fen, { month }: Prior, brackets: readonly Bracket[], reduced = false): Assessment {
  const before = month ?? { incomeFen: 0, taxFen: 0 };
  const what = before.incomeFen === 0 ? 'payment' : 'payments of the month';
  const income = { what, milli: milliOf(before.incomeFen + fen) };
  const deducted = [income, deduction(income.milli)];
  const base = reduced
    ? [...deducted, { what: 'reduced to 70 percent', milli: -percent(sum(deducted), 30) }]
    : deducted;
  return { base, tax: [...progressive(sum(base), brackets), ...withheld(before.taxFen)] };
}

function cumulative(fen: Fen, { incomeFen, taxFen, months, exemptFen, otherFen }: Prior): Assessment {
  const income = milliOf(incomeFen + fen);
  const all = [
    { what: 'payments of the year', milli: income },
    { what: 'costs of 20 percent', milli: -percent(income, 20) },
    { what: 'exempt', milli: -milliOf(exemptFen) },
    { what: `5,000 for each of ${months} months`, milli: -deductedPerMonth * BigInt(months) },
    { what: 'other deductions', milli: -milliOf(otherFen) },
  ].filter(({ milli }) => milli !== 0n);
  const below = sum(all);
  const base = below < 0n ? [...all, { what: 'never below 0', milli: -below }] : all;
  return { base, tax: [...progressive(sum(base), yearly), ...withheld(taxFen)] };
}

function flat(fen: Fen, rate: number): Assessment {
  const base = [{ what: 'payment', milli: milliOf(fen) }];
  return { base, tax: progressive(sum(base), [bracket(undefined, rate, 0)]) };
}

/** What is taxed and what the tax is made of, exactly. */
export function assess(rule: Rule, fen: Fen, prior: Prior): Assessment {
  switch (rule.name) {
    case 'flat':
      return flat(fen, rule.percent);
    case 'licence-fee':
      return perPayment(fen, prior, single);
    case 'manuscript-fee':
      return perPayment(fen, prior, single, true);
    case 'labour-fee':
      return perPayment(fen, prior, labour);
    case 'cumulative':
      return cumulative(fen, prior);
  }
}
