import { describe, expect, test } from '@jest/globals';
import { kindsOn, ownerOf, partsOf } from '#domain/ledger/accounts.plan.ts';
import { merged, requireBalanced, shareOf, type Line } from '#domain/ledger/lines.plan.ts';
import {
  drawingLines,
  feeLines,
  paymentLines,
  refundLines,
  saleLines,
  takeoutBouncedLines,
  takeoutPaidLines,
  takeoutReservedLines,
  takeoutReturnedLines,
  taxPaymentLines,
  topUpLines,
} from '#domain/ledger/postings.plan.ts';

const item = { certificateId: 'c', sellerUuid: 's', priceFen: 10_000, incomeFen: 8_900 };
const other = { certificateId: 'd', sellerUuid: 't', priceFen: 1, incomeFen: 0 };
const payOut = { sellerUuid: 's', fen: 10_000, taxFen: 1_000 };

test.each<[string, Line[], Record<string, number>]>([
  ['a payment', paymentLines(10_001), { provider: 10_001, 'buyer-clearing': -10_001 }],
  ['a sale', saleLines([item, other]), { 'buyer-clearing': 10_001, 'seller:s': -8_900, commission: -1_101 }],
  ['a refund', refundLines([item, other]), { 'refund-clearing': -10_001, 'seller:s': 8_900, commission: 1_101 }],
  ['a reservation', takeoutReservedLines(payOut), { 'seller-payable:s': 10_000, 'seller-reserved:s': -10_000 }],
  ['a return', takeoutReturnedLines(payOut), { 'seller-reserved:s': 10_000, 'seller:s': -10_000 }],
  ['a pay-out', takeoutPaidLines(payOut), { 'seller-reserved:s': 10_000, 'tax-payable': -1_000, provider: -9_000 }],
  ['a top-up', topUpLines(500), { provider: 500, 'own-funds': -500 }],
  ['a drawing', drawingLines(400), { drawings: 400, provider: -400 }],
  ['a payment of tax', taxPaymentLines(40), { 'tax-payable': 40, provider: -40 }],
  ['a fee', feeLines(-300), { provider: -300, 'provider-fees': 300 }],
  ['a fee that was given back', feeLines(120), { provider: 120, 'provider-fees': -120 }],
  ['a bounce', takeoutBouncedLines(payOut), { provider: 9_000, 'tax-payable': 1_000, 'seller:s': -10_000 }],
])('%s moves the right sums and balances', (_name, lines, sums) => {
  const one = merged(lines);
  expect(Object.fromEntries(one.map(({ account, fen }) => [account, fen]))).toEqual(sums);
  expect(() => requireBalanced(one)).not.toThrow();
});

test.each<[string, number, { payable: number; receivable: number }, number, number]>([
  ['income goes to the balance', -500, { payable: 10, receivable: 0 }, 0, -500],
  ['income pays a debt first', -500, { payable: 0, receivable: 300 }, -300, -200],
  ['income smaller than the debt is all gone', -500, { payable: 0, receivable: 800 }, -500, 0],
  ['a refund is taken from the balance', 500, { payable: 500, receivable: 0 }, 0, 500],
  ['what is not there is owed', 500, { payable: 120, receivable: 0 }, 380, 120],
  ['with nothing there, all is owed', 500, { payable: 0, receivable: 9 }, 500, 0],
])('%s', (_name, fen, standing, receivable, payable) => {
  expect(shareOf('s', fen, standing).map((line) => line.fen)).toEqual([receivable, payable]);
});

describe('lines', () => {
  test.each<[string, Line[], string]>([
    ['a single line', [{ account: 'provider', fen: 1 }], 'at least two lines'],
    ['lines that do not sum to 0', [...paymentLines(5), { account: 'commission', fen: 1 }], 'sum to 1'],
    ['half a fen', paymentLines(0.5), 'a whole number of fen'],
    ['more than a number holds', paymentLines(2 ** 53), 'a whole number of fen'],
  ])('of %s are refused', (_name, lines, message) => {
    expect(() => requireBalanced(merged(lines))).toThrow(message);
  });

  test('know their account', () => {
    expect(partsOf('seller-payable:abc')).toEqual({ kind: 'seller-payable', owner: 'abc' });
    expect([ownerOf('seller:abc'), ownerOf('commission')]).toEqual(['abc', null]);
    expect(kindsOn('debit')).toEqual(['provider', 'seller-receivable', 'drawings', 'provider-fees']);
  });
});
