import type { EntityManager } from '@mikro-orm/core';
import { balanceOf } from '#domain/ledger/balances.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import type { Fen } from '#domain/shared/money.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { beginOfChinaDay, chinaDayOf } from './china-day.plan.ts';

interface Totals {
  fen: Fen;
  orders: number;
}
interface Income {
  balance: Fen;
  total: Totals;
  month: Totals;
}

async function totalsSince(em: EntityManager, sellerId: number, since: Date): Promise<Totals> {
  const sql = `select coalesce(sum(income_fen), 0) as fen, count(distinct order_id) as orders from certificate
    where seller_id = ? and state = 'ISSUED' and issued_at >= ?`;
  const rows: { fen: string; orders: string }[] = await em
    .getConnection()
    .execute(sql, [sellerId, since], 'all', em.getTransactionContext());
  return { fen: Number(rows[0]?.fen), orders: Number(rows[0]?.orders) };
}

/** What a seller may withdraw, and has earned in all and in this month of China, with licences that count. */
export async function incomeOf(em: EntityManager, seller: { id: number; uuid: string }, now: Date): Promise<Income> {
  const month = beginOfChinaDay(`${chinaDayOf(now).slice(0, 7)}-01`);
  return {
    balance: await balanceOf(em, seller.uuid),
    total: await totalsSince(em, seller.id, new Date(0)),
    month: await totalsSince(em, seller.id, month),
  };
}

/** What a seller has earned on this day of China, with licences that count. */
export const todaysIncomeOf = async (em: EntityManager, sellerId: number, now: Date): Promise<Fen> =>
  (await totalsSince(em, sellerId, beginOfChinaDay(chinaDayOf(now)))).fen;

/** Licences that were sold and count, newest first. */
export async function listIncome(em: EntityManager, sellerId: number, window: Window): Promise<Slice<Certificate>> {
  const options = { orderBy: { issuedAt: 'desc', id: 'desc' }, ...window } as const;
  const [items, total] = await em.findAndCount(Certificate, { seller: sellerId, state: 'ISSUED' }, options);
  return { items, total };
}
