import { whole } from './setting-kinds.ts';
import { taxSettings } from './tax-settings.ts';

const percent = (value: number): boolean => value <= 100;

/** How the shop sells. */
export const shopSettings = {
  ...taxSettings,
  ORDER_HOURS: whole(24)
    .refine((hours) => hours <= 24 * 15, 'at most 15 days')
    .describe('hours in which an order may be paid'),
  COMMISSION_PERCENT: whole(11, 0).refine(percent, 'at most 100').describe("the platform's part of a price"),
  REFUND_DAYS: whole(90)
    .refine((days) => days <= 365, 'at most a year, as long as Alipay pays back')
    .describe('days after its payment in which an order can be given back'),
  REFUND_CONFIRM_FEN: whole(100_000, 0).describe(
    'what is given back of one order above this sum (in fen) needs a second administrator',
  ),
};
