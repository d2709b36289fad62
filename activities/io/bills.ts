import type { MikroORM } from '@mikro-orm/core';
import { beginOfChinaDay, chinaDayOf, dayBefore } from '#domain/payouts/china-day.plan.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Payments } from '#domain/ports/payments.ts';
import { keepBill } from '#domain/reconciliation/reconcile.ts';

/**
 * `absent`: perhaps not written yet, or not all of it; `none`: of an older day, there will be none; `unreadable`: still so
 * in the third night.
 */
export type BillState = 'ready' | 'absent' | 'none' | 'unknown' | 'unreadable';

const nights = 3;

const daysBetween = (day: string, later: string): number =>
  (beginOfChinaDay(later).getTime() - beginOfChinaDay(day).getTime()) / (24 * 3600_000);

interface BillWorld {
  orm: MikroORM;
  payments: Pick<Payments, 'dailyBill'>;
  clock: Clock;
}

/** Fetches bills and keeps them: a bill is too long for a payload. Running twice keeps it once. */
export const createBillFetching = ({ orm, payments, clock }: BillWorld) => ({
  async fetchBill({ day }: { day: string }): Promise<BillState> {
    const bill = await payments.dailyBill(day);
    const today = chinaDayOf(clock.now());
    const isOld = day < dayBefore(today);
    if (bill.state === 'unknown') return bill.state;
    if (bill.state === 'unreadable') return daysBetween(day, today) < nights ? 'unknown' : bill.state;
    if (bill.state === 'absent') return isOld ? 'none' : bill.state;
    if (bill.state === 'partial' && !isOld) return 'absent';
    await orm.em.fork().transactional((em) => keepBill(em, day, bill.rows));
    return 'ready';
  },
});
export type BillFetching = ReturnType<typeof createBillFetching>;
