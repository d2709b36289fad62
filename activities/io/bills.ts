import type { MikroORM } from '@mikro-orm/core';
import type { Payments } from '#domain/ports/payments.ts';
import { keepBill } from '#domain/reconciliation/reconcile.ts';

/** Fetches bills and keeps them: a bill is too long for a payload. Running twice keeps it once. */
export const createBillFetching = ({ orm, payments }: { orm: MikroORM; payments: Pick<Payments, 'dailyBill'> }) => ({
  async fetchBill({ day }: { day: string }): Promise<'ready' | 'absent' | 'unknown'> {
    const bill = await payments.dailyBill(day);
    if (bill.state === 'ready') await orm.em.fork().transactional((em) => keepBill(em, day, bill.rows));
    return bill.state;
  },
});
export type BillFetching = ReturnType<typeof createBillFetching>;
