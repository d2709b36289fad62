import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { Fen } from '#domain/shared/money.ts';
import { partsOf, sellerAccount, type AccountCode } from './accounts.plan.ts';
import { LedgerAccount } from './ledger.entity.ts';
import type { SellerStanding } from './lines.plan.ts';

/** Sums of the lines of these accounts; one without a line is 0. Call `flush` before, if lines are still to be written. */
async function sumsOf(em: EntityManager, codes: readonly AccountCode[]): Promise<Map<AccountCode, Fen>> {
  if (codes.length === 0) return new Map();
  const marks = codes.map(() => '?').join(', ');
  const sql = `select account_code as code, sum(fen) as fen from ledger_line where account_code in (${marks}) group by 1`;
  const rows: { code: AccountCode; fen: string }[] = await em
    .getConnection()
    .execute(sql, [...codes], 'all', em.getTransactionContext());
  const found = new Map(rows.map(({ code, fen }) => [code, Number(fen)]));
  return new Map(codes.map((code) => [code, found.get(code) ?? 0]));
}

/** What stands on these accounts together, debit positive. */
export const sumOf = async (em: EntityManager, codes: readonly AccountCode[]): Promise<Fen> =>
  [...(await sumsOf(em, codes)).values()].reduce((total, fen) => total + fen, 0);

/** Where a seller stands; inside `lockSellers` nobody else moves it until the transaction ends. */
export async function standingOf(em: EntityManager, sellerUuid: string): Promise<SellerStanding> {
  const [payable, receivable] = [
    sellerAccount('seller-payable', sellerUuid),
    sellerAccount('seller-receivable', sellerUuid),
  ];
  const sums = await sumsOf(em, [payable, receivable]);
  return { payable: 0 - (sums.get(payable) ?? 0), receivable: sums.get(receivable) ?? 0 };
}

/** What a seller may withdraw, in fen. A decision about money reads it after `lockSellers`. */
export const balanceOf = async (em: EntityManager, sellerUuid: string): Promise<Fen> =>
  (await standingOf(em, sellerUuid)).payable;

const debtAccountOf = (uuid: string): AccountCode => sellerAccount('seller-receivable', uuid);

/** What each of these sellers owes, in fen. A decision about money reads it after `lockSellers`. */
export async function debtsOf(em: EntityManager, sellerUuids: readonly string[]): Promise<Map<string, Fen>> {
  const sums = await sumsOf(em, sellerUuids.map(debtAccountOf));
  return new Map(sellerUuids.map((uuid) => [uuid, sums.get(debtAccountOf(uuid)) ?? 0]));
}

/** What one seller owes. */
export const debtOf = async (em: EntityManager, sellerUuid: string): Promise<Fen> =>
  (await debtsOf(em, [sellerUuid])).get(sellerUuid) ?? 0;

/** Makes the accounts that are missing; always in the same order, so that two who do it never wait for each other. */
export async function ensureAccounts(em: EntityManager, codes: readonly AccountCode[]): Promise<void> {
  const known = await em.find(LedgerAccount, { code: { $in: [...codes] } }, { fields: ['code'] });
  const missing = codes.filter((code) => !known.some((one) => one.code === code)).toSorted();
  if (missing.length === 0) return;
  const rows = missing.map((code) => ({ code, ...partsOf(code), createdAt: new Date() }));
  await em.upsertMany(LedgerAccount, rows, { onConflictFields: ['code'], onConflictAction: 'ignore' });
}

/** Holds these accounts until the transaction ends, taken in one order. */
export async function lockAccounts(em: EntityManager, codes: readonly AccountCode[]): Promise<void> {
  if (codes.length === 0) return;
  await ensureAccounts(em, codes);
  const options = { orderBy: { code: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  await em.find(LedgerAccount, { code: { $in: [...codes] } }, options);
}

/**
 * Holds the balances of these sellers until the transaction ends. One lock a seller; everything that moves a seller's money
 * takes it, and the database's own check does so too.
 */
export const lockSellers = (em: EntityManager, sellerUuids: readonly string[]): Promise<void> =>
  lockAccounts(
    em,
    [...new Set(sellerUuids)].map((uuid) => sellerAccount('seller-payable', uuid)),
  );
