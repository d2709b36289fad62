import type { EntityManager } from '@mikro-orm/core';
import type { Prior } from '#domain/tax/rules.plan.ts';
import { isProven } from '#domain/tax/tax.plan.ts';
import { priorOf } from './prior.plan.ts';
import { Takeout } from './takeout.entity.ts';

const momentOf = (at: Date | null | undefined): number => at?.getTime() ?? Infinity;
const endOf = ({ status, settledAt }: Takeout): number => (status === 'FAIL' ? momentOf(settledAt) : Infinity);

/**
 * What had been paid to the same person by its approval, as far as rows tell: undefined where two things happened at once.
 * An explanation that was stored before the month counted took other pay-outs together.
 */
function priorTo(takeout: Takeout, others: readonly Takeout[]): Prior | undefined {
  const at = momentOf(takeout.approvedAt);
  if (others.some((one) => momentOf(one.approvedAt) === at || endOf(one) === at)) return undefined;
  const before = others.filter((one) => momentOf(one.approvedAt) < at && endOf(one) > at);
  return priorOf(
    before.map((one) => one.paid()),
    takeout.paid(),
  );
}

const said = ({ incomeFen, taxFen, months, month }: Prior): string =>
  JSON.stringify([incomeFen, taxFen, months, month?.incomeFen, month?.taxFen]);

/** Why the tax of a withdrawal does not follow; undefined where it does. */
function faultOf(takeout: Takeout, others: readonly Takeout[]): string | undefined {
  const { fen, taxFen, approvedAt, explanation } = takeout;
  if (explanation.case.fen !== fen) return `is explained for ${explanation.case.fen} fen`;
  if (taxFen !== explanation.taxFen || !isProven(explanation)) return 'has a tax that does not follow';
  if (!approvedAt) return undefined; // an estimate
  if (explanation.case.day !== takeout.paid().day) return `is explained for ${explanation.case.day}`;
  const { prior } = explanation.case;
  const reckoned = prior.month && priorTo(takeout, others);
  return reckoned && said(reckoned) !== said(prior) ? 'is explained with other pay-outs before it' : undefined;
}

/** Withdrawals whose tax does not follow from them, and from those of the same person before. */
export async function checkTaxes(em: EntityManager): Promise<{ checked: number; findings: string[] }> {
  const all = await em.findAll(Takeout, { orderBy: { id: 'asc' }, disableIdentityMap: true });
  const approved = Map.groupBy(
    all.filter((one) => one.approvedAt),
    (one) => one.user.id,
  );
  const findings = all.flatMap((takeout) => {
    const others = (approved.get(takeout.user.id) ?? []).filter((one) => one.id !== takeout.id);
    const fault = faultOf(takeout, others);
    return fault === undefined ? [] : [`takeout:${takeout.id} ${fault}`];
  });
  return { checked: all.length, findings };
}
