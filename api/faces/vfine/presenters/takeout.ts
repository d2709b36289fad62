import { z } from 'zod';
import type { Takeout } from '#domain/payouts/takeout.entity.ts';
import { takeoutMachine } from '#domain/payouts/takeout.machine.ts';
import { yuanOf, type Fen } from '#domain/shared/money.ts';
import { maskCard } from '#domain/verification/id-card.ts';
import { yuanNumberOf, YuanText } from '../money.ts';
import { presentTime } from './time.ts';

const keys = {
  uuid: z.uuid(),
  status: z.enum(takeoutMachine.states),
  created_at: z.iso.datetime(),
  money: YuanText,
  transfer_money: YuanText.meta({ description: 'what arrives: money less tax', example: '90.00' }),
  tax: YuanText.meta({ description: 'withheld; an estimate until it is approved', example: '10.00' }),
  name: z.string(),
  balance: z.number().meta({ description: 'after the request', example: 300 }),
  remark: z.string().nullable(),
};

export const TakeoutView = z.object({
  ...keys,
  id_card: z.string().meta({ description: 'masked', example: '1234**********1234' }),
});
const Lines = z.array(z.object({ what: z.string(), yuan: z.string() }));
export const AdminTakeoutView = z.object({
  ...keys,
  id_card: z.string(),
  user: z.uuid(),
  debt: YuanText.meta({
    description: 'ours: what the musician owes; a withdrawal that is not sent yet fails on it',
    example: '0.00',
  }),
  tax_explanation: z.object({
    rule: z.string(),
    base: Lines.meta({ description: 'adds up to what is taxed' }),
    tax: Lines.meta({ description: 'adds up to the tax' }),
  }),
});

interface Payee {
  name: string;
  idCard: string;
}

const presentKeys = (takeout: Takeout, { name }: Payee) => ({
  uuid: takeout.id,
  status: takeout.status,
  created_at: presentTime(takeout.createdAt),
  money: yuanOf(takeout.fen),
  transfer_money: yuanOf(takeout.transferFen()),
  tax: yuanOf(takeout.taxFen),
  name,
  balance: yuanNumberOf(takeout.balanceFen),
  remark: takeout.remark ?? null,
});

/** A withdrawal as its musician sees it. */
export const presentTakeout = (takeout: Takeout, payee: Payee): z.input<typeof TakeoutView> => ({
  ...presentKeys(takeout, payee),
  id_card: maskCard(payee.idCard),
});

/** A withdrawal as those see it who decide on it. */
export function presentAdminTakeout(takeout: Takeout, payee: Payee, debtFen: Fen): z.input<typeof AdminTakeoutView> {
  const { rule, base, tax } = takeout.explanation;
  return {
    ...presentKeys(takeout, payee),
    id_card: payee.idCard,
    user: takeout.user.unwrap().uuid,
    debt: yuanOf(debtFen),
    tax_explanation: { rule, base, tax },
  };
}
