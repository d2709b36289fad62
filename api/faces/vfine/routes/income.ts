import { z } from 'zod';
import { incomeOf, listIncome } from '#domain/payouts/income.ts';
import { yuanOf } from '#domain/shared/money.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { vfine } from '../face.ts';
import { YuanText } from '../money.ts';
import { presentTime } from '../presenters/time.ts';

const Totals = z.object({
  data: z.object({
    balance: YuanText.meta({ description: 'what may be withdrawn', example: '300.00' }),
    total_income: YuanText,
    current_month_income: YuanText,
    total_order: z.int(),
    current_month_order: z.int(),
  }),
});
const IncomeView = z.object({
  uuid: z.uuid().meta({ description: 'the certificate' }),
  purchase_date: z.iso.datetime(),
  work_name: z.string(),
  licensee: z.string(),
  price: YuanText,
  income: YuanText,
});

export const incomeRoutes = [
  vfine.route('GET /income/total/', {
    summary: "The caller's balance and income, in all and of this month",
    auth: 'musician',
    output: Totals,
    async handler({ em, actor, ports: { clock } }) {
      const { balance, total, month } = await incomeOf(em, actor, clock.now());
      return {
        data: {
          balance: yuanOf(balance),
          total_income: yuanOf(total.fen),
          current_month_income: yuanOf(month.fen),
          total_order: total.orders,
          current_month_order: month.orders,
        },
      };
    },
  }),

  vfine.list('GET /income/', {
    summary: 'Licences that were sold, newest first',
    auth: 'musician',
    item: IncomeView,
    handler: async ({ em, actor, window }) =>
      mapSlice(await listIncome(em, actor.id, window), (one) => ({
        uuid: one.id,
        purchase_date: presentTime(one.issuedAt ?? one.createdAt),
        work_name: one.workName,
        licensee: one.licensee,
        price: yuanOf(one.priceFen),
        income: yuanOf(one.incomeFen),
      })),
  }),
];
