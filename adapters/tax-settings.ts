import { z } from 'zod';
import { incomeTypes, payeeKinds } from '#domain/tax/tax.plan.ts';
import type { TaxSettings } from '#domain/payouts/withholding.ts';

/** What the accountant decides about the tax that is withheld from pay-outs. */
export const taxSettings = {
  TAX_RULES: z
    .enum(['flat', 'statutory'])
    .default('flat')
    .meta({ example: 'flat' })
    .describe('tax withheld from pay-outs: a flat rate, or the tables of the law'),
  TAX_FLAT_PERCENT: z.coerce
    .number()
    .int()
    .min(0)
    .max(50)
    .default(10)
    .meta({ example: '10' })
    .describe('the flat rate, in percent'),
  INCOME_TYPE: z
    .enum(incomeTypes)
    .default('licence')
    .meta({ example: 'licence' })
    .describe('what pay-outs are by law: licence (特许权使用费), manuscript (稿酬) or labour (劳务报酬)'),
  PAYEE_KIND: z
    .enum(payeeKinds)
    .default('platform-worker')
    .meta({ example: 'platform-worker' })
    .describe('whom pay-outs go to by law: people who earn on the platform, or others'),
};

/** The settings as the pay-outs take them. */
export const taxSettingsOf = (settings: {
  TAX_RULES: 'flat' | 'statutory';
  TAX_FLAT_PERCENT: number;
  INCOME_TYPE: TaxSettings['income'];
  PAYEE_KIND: TaxSettings['payee'];
}): TaxSettings => ({
  table:
    settings.TAX_RULES === 'flat' ? { rules: 'flat', flatPercent: settings.TAX_FLAT_PERCENT } : { rules: 'statutory' },
  income: settings.INCOME_TYPE,
  payee: settings.PAYEE_KIND,
});
