import { expect, test } from '@jest/globals';
import { patienceOf } from '#domain/payouts/takeout.plan.ts';

/** How many looks there are in so many days. */
function looksIn(days: number): number {
  let looks = 0;
  for (let seconds = 0; seconds < days * 86_400; looks++) seconds += patienceOf(looks);
  return looks;
}

test('an unknown transfer is looked at from every half minute to every day', () => {
  expect([0, 1, 6, 7, 29, 30, 55, 56, 5_000].map((looks) => patienceOf(looks))).toEqual([
    30, 60, 1_920, 3_600, 3_600, 21_600, 21_600, 86_400, 86_400,
  ]);
});

test('a year of looks stays below 10,000 events', () => {
  expect([looksIn(1), looksIn(7), looksIn(365)]).toEqual([30, 54, 414]);
  expect(looksIn(365) * 18).toBeLessThan(10_000);
});
