import { describe, expect, test } from '@jest/globals';
import { fenOf, yuanOf } from '#domain/shared/money.ts';
import type { Prior } from '#domain/tax/rules.plan.ts';
import { isProven, ruleOf, taxOf, type IncomeType, type TaxExplanation, type TaxTable } from '#domain/tax/tax.plan.ts';

const none: Prior = { incomeFen: 0, taxFen: 0, months: 1, exemptFen: 0, otherFen: 0 };
const statutory: TaxTable = { rules: 'statutory' };
const of = (yuan: string, income: IncomeType, more: Partial<Parameters<typeof taxOf>[0]> = {}) =>
  taxOf({ fen: fenOf(yuan), day: '2025-09-30', income, payee: 'person', table: statutory, prior: none, ...more });

/** Exact sum of sums in yuan, in hundred-thousandths. */
const total = (lines: TaxExplanation['base']): number =>
  lines.reduce((sum, { yuan }) => sum + Math.round(Number(yuan) * 100_000), 0);

describe('per payment (公告2018年第61号)', () => {
  const printed: [payment: string, labour: string, manuscript: string, licence: string][] = [
    ['800', '0.00', '0.00', '0.00'],
    ['3000', '440.00', '308.00', '440.00'],
    ['4000', '640.00', '448.00', '640.00'],
    ['4000.01', '640.00', '448.00', '640.00'],
    ['25000', '4000.00', '2800.00', '4000.00'],
    ['25000.01', '4000.00', '2800.00', '4000.00'],
    ['30000', '5200.00', '3360.00', '4800.00'],
    ['62500', '13000.00', '7000.00', '10000.00'],
    ['100000', '25000.00', '11200.00', '16000.00'],
  ];
  const cells = printed.flatMap(([payment, labour, manuscript, licence]) => [
    ['labour', payment, labour] as const,
    ['manuscript', payment, manuscript] as const,
    ['licence', payment, licence] as const,
  ]);

  test.each(cells)('%s of %s is taxed %s', (income, payment, tax) => {
    const one = of(payment, income);
    expect(yuanOf(one.taxFen)).toBe(tax);
    expect(total(one.tax)).toBe(one.taxFen * 1000);
  });

  test.each(['0.01', '799.99', '800.01', '800.03', '4000.03', '12345.67', '25000.02', '99999.99'])(
    'the lines of %s add up',
    (payment) => {
      for (const income of ['labour', 'manuscript', 'licence'] as const) {
        const { base, tax, taxFen } = of(payment, income);
        expect(total(base)).toBeGreaterThanOrEqual(0);
        expect(total(tax)).toBe(taxFen * 1000);
      }
    },
  );
});

describe('the payments of a month are one payment', () => {
  const parts = ['799.99', '0.01', '3200.03', '21000', '25000.5', '49999.47'];

  test.each(['labour', 'manuscript', 'licence'] as const)('of %s, however it is split', (income) => {
    const month = { incomeFen: 0, taxFen: 0 };
    for (const part of parts) {
      const one = of(part, income, { prior: { ...none, month: { ...month } } });
      month.incomeFen += one.case.fen;
      month.taxFen += one.taxFen;
      expect(total(one.tax)).toBe(one.taxFen * 1000);
      expect(isProven(one)).toBe(true);
      expect(month.taxFen).toBe(of(yuanOf(month.incomeFen), income).taxFen);
    }
    expect(month.incomeFen).toBe(10_000_000);
  });

  test('and its explanation says so', () => {
    const month = { incomeFen: 80_000, taxFen: 0 };
    expect(of('800', 'licence', { prior: { ...none, month } })).toMatchObject({
      base: [
        { what: 'payments of the month', yuan: '1600.00' },
        { what: 'deduction of 800', yuan: '-800.00' },
      ],
      tax: [{ what: '20 percent', yuan: '160.00' }],
      taxFen: 16_000,
    });
    const withheld = { incomeFen: 160_000, taxFen: 99_999 };
    expect(of('800', 'licence', { prior: { ...none, month: withheld } }).tax).toEqual([
      { what: '20 percent', yuan: '320.00' },
      { what: 'withheld before', yuan: '-999.99' },
      { what: 'never below 0', yuan: '679.99' },
    ]);
  });

  test('the flat rate takes each by itself', () => {
    const prior = { ...none, month: { incomeFen: 100_000, taxFen: 0 } };
    expect(of('100', 'licence', { prior, table: { rules: 'flat', flatPercent: 10 } }).taxFen).toBe(1_000);
  });
});

describe('cumulative (公告2025年第16号)', () => {
  const year = { income: 'labour', payee: 'platform-worker', table: statutory } as const;

  test('a year of 30,000 a month is withheld as printed', () => {
    const printed = [570, 710, 1900, 1900, 1900, 1900, 1900, 2700, 3800, 3800, 3800, 3800];
    const fen = fenOf('30000');
    let withheld = 0;
    const months = printed.map((_, month) => {
      const prior = { ...none, incomeFen: fen * month, taxFen: withheld, months: month + 1 };
      const one = taxOf({ ...year, fen, day: `2026-${String(month + 1).padStart(2, '0')}-15`, prior });
      expect(total(one.tax)).toBe(one.taxFen * 1000);
      expect(isProven(one)).toBe(true);
      withheld += one.taxFen;
      return one.taxFen / 100;
    });
    expect(months).toEqual(printed);
    expect(withheld).toBe(2_868_000);
  });

  test.each<[string, Partial<Prior>, string]>([
    ['what is below the deductions', {}, '0.00'],
    ['more than was due already', { incomeFen: 3_000_000, taxFen: 99_999_999, months: 2 }, '0.00'],
    ['exempt income and other deductions', { incomeFen: 3_000_000, exemptFen: 100_000, otherFen: 100_000 }, '630.00'],
  ])('%s', (_name, prior, tax) => {
    const one = taxOf({ ...year, fen: fenOf('5000'), day: '2026-03-01', prior: { ...none, ...prior } });
    expect(yuanOf(one.taxFen)).toBe(tax);
    expect(total(one.tax)).toBe(one.taxFen * 1000);
    expect(total(one.base)).toBeGreaterThanOrEqual(0);
  });

  test.each([
    [36_000, '1080.00'],
    [144_000, '11880.00'],
    [300_000, '43080.00'],
    [420_000, '73080.00'],
    [660_000, '145080.00'],
    [960_000, '250080.00'],
    [1_000_000, '268080.00'],
  ])('%i taxed in all is %s at the edge of its bracket', (taxed, tax) => {
    const fen = ((taxed + 5_000) / 0.8) * 100;
    expect(yuanOf(taxOf({ ...year, fen, day: '2026-01-01', prior: none }).taxFen)).toBe(tax);
  });
});

describe('the table', () => {
  const labour = { income: 'labour', table: statutory } as const;
  test.each([
    ['2025-09-30', 'platform-worker', 'labour-fee'],
    ['2025-10-01', 'platform-worker', 'cumulative'],
    ['2026-01-01', 'person', 'labour-fee'],
  ] as const)('on %s the labour of a %s follows %s', (day, payee, name) => {
    expect(ruleOf({ ...labour, day, payee })).toEqual({ name });
  });

  test('knows nothing of before the law', () => {
    expect(() => ruleOf({ ...labour, day: '2018-12-31', payee: 'person' })).toThrow('no tax rule');
  });

  test.each([
    ['100', 10, '10.00'],
    ['0.05', 10, '0.01'],
    ['0.04', 10, '0.00'],
    ['33.33', 10, '3.33'],
    ['100', 0, '0.00'],
  ])('flat: %s at %i percent is %s, half a fen goes up', (payment, flatPercent, tax) => {
    const one = of(payment, 'licence', { table: { rules: 'flat', flatPercent } });
    expect(yuanOf(one.taxFen)).toBe(tax);
    expect(total(one.tax)).toBe(one.taxFen * 1000);
  });
});

describe('an explanation', () => {
  test('says what it follows from, line by line', () => {
    expect(of('4000.01', 'licence')).toMatchObject({
      rule: 'licence-fee',
      base: [
        { what: 'payment', yuan: '4000.01' },
        { what: 'deduction of 20 percent', yuan: '-800.002' },
      ],
      tax: [
        { what: '20 percent', yuan: '640.0016' },
        { what: 'rounded half up to the fen', yuan: '-0.0016' },
      ],
      taxFen: 64_000,
    });
  });

  test('that was changed is not proven', () => {
    const one = of('4000.01', 'licence');
    expect(isProven(JSON.parse(JSON.stringify(one)) as TaxExplanation)).toBe(true);
    expect(isProven({ ...one, taxFen: one.taxFen - 1 })).toBe(false);
    expect(isProven({ ...one, case: { ...one.case, fen: 1 } })).toBe(false);
    expect(isProven({ ...one, case: { ...one.case, prior: { ...none, month: none } } })).toBe(true);
    expect(isProven({ ...one, case: { ...one.case, prior: { ...none, month: { ...none, incomeFen: 1 } } } })).toBe(
      false,
    );
  });
});
