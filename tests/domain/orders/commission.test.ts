import { expect, test } from '@jest/globals';
import { incomeOf } from '#domain/orders/commission.plan.ts';

test.each([
  [100_00, 11, 89_00],
  [1, 11, 0],
  [10, 11, 8], // 8.9: the platform never pays out more than it took
  [99, 50, 49],
  [500_00, 0, 500_00],
  [500_00, 100, 0],
])('of %i fen at %i percent the seller gets %i', (price, percent, income) => {
  expect(incomeOf(price, percent)).toBe(income);
});
