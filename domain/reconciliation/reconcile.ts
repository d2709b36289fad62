import type { EntityManager } from '@mikro-orm/core';
import { bookFees } from '#domain/ledger/fees.ts';
import { LedgerEntry } from '#domain/ledger/ledger.entity.ts';
import { beginOfChinaDay, chinaDayOf, dayAfter } from '#domain/payouts/china-day.plan.ts';
import type { BillRow as BilledRow } from '#domain/ports/payments.ts';
import { billKeyOf, compareBooks, daysAtATime, unreadableBill, type Movement } from './compare.plan.ts';
import { BillDay, BillRow, ReconciliationCase } from './reconciliation.entity.ts';

interface Kept {
  key: string;
  day: string;
  providerNumber: string;
  fen: number;
  at: Date;
}

/** A day may have more rows than one statement has parameters. */
function* inParts<T>(rows: readonly T[], size = 500): Generator<T[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}

/** Keeps a day's bill; the same bill again changes nothing. */
export async function keepBill(em: EntityManager, day: string, rows: readonly BilledRow[]): Promise<void> {
  const byKey = new Map<string, Kept>();
  for (const row of rows) {
    const { providerNumber, at } = row;
    const named = billKeyOf(row);
    // A fee is booked as the bill has it: said twice, it is one, and a movement that nobody explains.
    const key = row.kind === 'fee' && byKey.has(named) ? billKeyOf({ ...row, kind: 'other' }) : named;
    const fen = row.fen + (byKey.get(key)?.fen ?? 0); // what is billed twice is another sum
    byKey.set(key, { key, day, providerNumber, fen, at });
  }
  const kept = [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  for (const part of inParts(kept))
    await em.upsertMany(BillRow, part, { onConflictFields: ['day', 'key'], onConflictAction: 'ignore' });
}

/** What the ledger says has moved at the provider, under the names that bills have for it. */
const movements = `select m.key, m.at, m.fen from (
  select e.at, l.fen, case e.kind
    when 'payment' then 'trade:' || replace(substr(e.subject, 7), '-', '')
    when 'refund-paid' then 'refund:' || replace(substr(e.subject, 8), '-', '')
    when 'payment-returned' then 'refund:' || replace(r.id::text, '-', '')
    when 'takeout-paid' then 'transfer:' || replace(substr(e.subject, 9), '-', '')
    when 'takeout-bounced' then 'return:' || replace(substr(e.subject, 9), '-', '')
    when 'top-up' then 'other:' || substr(e.subject, 8)
    when 'drawing' then 'other:' || substr(e.subject, 9)
    when 'tax-payment' then 'other:' || substr(e.subject, 13)
    when 'provider-fee' then e.subject
    when 'provider-fee-returned' then e.subject end as key
  from ledger_line l join ledger_entry e on e.id = l.entry_id
  left join refund r on r.kind = 'late' and e.kind = 'payment-returned' and 'order:' || r.order_id = e.subject
  where l.account_code = 'provider') m`;

/** Booked for the day or before it: what is booked afterwards for a day that was compared must not slip through. */
const isUnnamed = `m.at < ? and not exists (select 1 from bill_row b where b.key = m.key)
  and not exists (select 1 from reconciliation_case c where c.key = m.key and c.kind = 'missing_there')`;

async function ours(em: EntityManager, where: string, values: unknown[]): Promise<Movement[]> {
  const rows: { key: string; fen: string }[] = await em
    .getConnection()
    .execute(`${movements} where ${where} order by m.key`, values, 'all', em.getTransactionContext());
  return rows.map(({ key, fen }) => ({ key, fen: Number(fen) }));
}

/** What the bills up to this day have said of each name that this day's bill has. */
async function theirs(em: EntityManager, day: string): Promise<Movement[]> {
  const sql = `select b.key, b.provider_number as "providerNumber",
      (select sum(a.fen) from bill_row a where a.key = b.key and a.day <= b.day) as fen
    from bill_row b where b.day = ? order by b.key`;
  const rows: { key: string; providerNumber: string; fen: string }[] = await em
    .getConnection()
    .execute(sql, [day], 'all', em.getTransactionContext());
  return rows.map((row) => ({ ...row, fen: Number(row.fen) }));
}

/** Closes what a later night has explained: booked here, or billed there, meanwhile. */
async function closeExplained(em: EntityManager, at: Date): Promise<void> {
  const sql = `with known as (select key from reconciliation_case where status = 'OPEN'),
      billed as (select key, sum(fen) as fen from bill_row where key in (select key from known) group by key),
      booked as (select m.key, sum(m.fen) as fen from (${movements}) m where m.key in (select key from known) group by m.key)
    update reconciliation_case c set status = 'RESOLVED', resolved_by = 'reconciliation', resolved_at = ?,
      updated_at = ?, remark = 'found on a later day'
    from billed join booked using (key, fen) where c.status = 'OPEN' and c.key = billed.key`;
  await em.getConnection().execute(sql, [at, at], 'run', em.getTransactionContext());
}

/** Closes what left and came back of a withdrawal that is booked as never having left. */
async function closeReturned(em: EntityManager, at: Date): Promise<void> {
  const sql = `with returned as (
      select unnest(array['transfer:', 'return:']) || number as key, number from (
        select replace(substr(subject, 9), '-', '') as number from ledger_entry where kind = 'takeout-returned') e)
    update reconciliation_case c set status = 'RESOLVED', resolved_by = 'reconciliation', resolved_at = ?,
      updated_at = ?, remark = 'left and came back'
    from returned r where c.status = 'OPEN' and c.kind = 'missing_here' and c.key = r.key
      and (select sum(b.fen) from bill_row b where b.key in ('transfer:' || r.number, 'return:' || r.number)) = 0`;
  await em.getConnection().execute(sql, [at, at], 'run', em.getTransactionContext());
}

/** Books the fees of the day's bill, which nothing else tells of; one that is booked already is compared like the rest. */
async function bookNewFees(em: EntityManager, day: string): Promise<void> {
  const fees = await em.find(BillRow, { day, key: { $like: 'fee:%' }, fen: { $ne: 0 } }, { orderBy: { key: 'asc' } });
  for (const part of inParts(fees)) {
    const booked = await em.find(LedgerEntry, { eventKey: { $in: part.map(({ key }) => key) } });
    const known = new Set(booked.map(({ eventKey }) => eventKey));
    await bookFees(
      em,
      part.filter(({ key }) => !known.has(key)),
    );
  }
}

/**
 * Books the fees of a kept bill and compares it with the ledger; every difference becomes a case, once, and so does a bill that
 * nobody can read. Answers the day's figures.
 */
export async function compareDay(
  em: EntityManager,
  { day, isUnreadable = false }: { day: string; isUnreadable?: boolean },
  now: Date,
): Promise<BillDay> {
  const known = await em.findOne(BillDay, { day });
  if (known) return known;
  await bookNewFees(em, day);
  const named = await ours(em, `exists (select 1 from bill_row b where b.key = m.key and b.day = ?)`, [day]);
  const unnamed = await ours(em, isUnnamed, [beginOfChinaDay(dayAfter(day))]);
  const { matched, found } = compareBooks({ theirs: await theirs(em, day), named, unnamed });
  if (isUnreadable) found.push(unreadableBill(day));
  const open = { day, status: 'OPEN', remark: null, resolvedBy: null, resolvedAt: null } as const;
  for (const one of found) em.create(ReconciliationCase, { ...one, ...open });
  await em.flush();
  await closeExplained(em, now);
  await closeReturned(em, now);
  const count = (kind: string): number => found.filter((one) => one.kind === kind).length;
  return em.create(BillDay, {
    day,
    comparedAt: now,
    matched,
    missingHere: count('missing_here'),
    missingThere: count('missing_there'),
    different: count('different_sum'),
  });
}

/** The day of the first payment: nothing moved before. */
async function firstDay(em: EntityManager): Promise<string | undefined> {
  const first = await em.findOne(LedgerEntry, { kind: 'payment' }, { orderBy: { at: 'asc' } });
  return first ? chinaDayOf(first.at) : undefined;
}

/**
 * Days up to this one whose bill was not compared yet, from the first payment or comparison on: the oldest ones, at most
 * `daysAtATime`. A payment that is booked late may be of a day before all that were compared.
 */
export async function pendingDays(em: EntityManager, last: string): Promise<string[]> {
  const compared = new Set((await em.findAll(BillDay)).map(({ day }) => day));
  const [first = last] = [...compared, (await firstDay(em)) ?? last].toSorted();
  const days: string[] = [];
  for (let day = first; day <= last && days.length < daysAtATime; day = dayAfter(day))
    if (!compared.has(day)) days.push(day);
  return days;
}
