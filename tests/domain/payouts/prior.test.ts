import { expect, test } from '@jest/globals';
import { priorOf, type Paid } from '#domain/payouts/prior.plan.ts';

const paid = (day: string, more: Partial<Paid> = {}): Paid => ({
  fen: 100,
  taxFen: 10,
  day,
  income: 'labour',
  rule: 'cumulative',
  ...more,
});
const asked = { day: '2026-03-15', income: 'labour', rule: 'cumulative' } as const;
const nothing = { incomeFen: 0, taxFen: 0 };

test.each<[string, Paid[], { incomeFen: number; months: number; month: { incomeFen: number } }]>([
  ['nothing', [], { incomeFen: 0, months: 1, month: nothing }],
  [
    'the same kind, in the year and in the month',
    [paid('2026-02-28'), paid('2026-03-01'), paid('2026-03-15')],
    { incomeFen: 300, months: 2, month: { incomeFen: 200 } },
  ],
  ['not the year before', [paid('2025-12-31')], { incomeFen: 0, months: 1, month: nothing }],
  [
    'not another kind of income',
    [paid('2026-02-01', { income: 'licence' })],
    { incomeFen: 0, months: 1, month: nothing },
  ],
  ['not another rule', [paid('2026-02-01', { rule: 'flat' })], { incomeFen: 0, months: 1, month: nothing }],
  ['months without a break alone', [paid('2026-01-31')], { incomeFen: 100, months: 1, month: nothing }],
])('counted is %s', (_name, others, prior) => {
  expect(priorOf(others, asked)).toMatchObject(prior);
});
