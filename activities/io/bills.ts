import type { MikroORM } from '@mikro-orm/core';
import { chinaDayOf, dayBefore } from '#domain/payouts/china-day.plan.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Payments } from '#domain/ports/payments.ts';
import { keepBill } from '#domain/reconciliation/reconcile.ts';

/** `absent`: perhaps not written yet, or not all of it; `none`: of an older day, there will be none. */
export type BillState = 'ready' | 'absent' | 'none' | 'unknown';

interface BillWorld {
  orm: MikroORM;
  payments: Pick<Payments, 'dailyBill'>;
  clock: Clock;
}

/** Fetches bills and keeps them: a bill is too long for a payload. Running twice keeps it once. */
export const createBillFetching = ({ orm, payments, clock }: BillWorld) => ({
  async fetchBill({ day }: { day: string }): Promise<BillState> {
    const bill = await payments.dailyBill(day);
    const isOld = day < dayBefore(chinaDayOf(clock.now()));
    if (bill.state === 'unknown') return bill.state;
    if (bill.state === 'absent') return isOld ? 'none' : bill.state;
    if (bill.state === 'partial' && !isOld) return 'absent';
    await orm.em.fork().transactional((em) => keepBill(em, day, bill.rows));
    return 'ready';
  },
});
export type BillFetching = ReturnType<typeof createBillFetching>;
