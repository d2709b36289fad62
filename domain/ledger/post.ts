import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { ownerOf, type AccountCode, type Target } from './accounts.plan.ts';
import { ensureAccounts, lockSellers, standingOf } from './balances.ts';
import { LedgerAccount, LedgerEntry, LedgerLine } from './ledger.entity.ts';
import { merged, requireBalanced, shareOf, type Line } from './lines.plan.ts';
import type { EntryKind } from './postings.plan.ts';

export interface Posting {
  /** Names the business event, e.g. `takeout:<uuid>:end`. */
  eventKey: string;
  kind: EntryKind;
  subject: string;
  at: Date;
  lines: readonly Line[];
}

const digestOf = (kind: EntryKind, subject: string, lines: readonly Line[]): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, subject, lines]))
    .digest('hex');

/** A line about a seller as a whole becomes lines of the seller's accounts, by what stands there now. */
async function resolve(em: EntityManager, line: Line): Promise<Line<AccountCode>[]> {
  const { account, fen } = line;
  const owner = ownerOf(account);
  if (owner === null || !account.startsWith('seller:')) return [{ account: account as AccountCode, fen }];
  return shareOf(owner, fen, await standingOf(em, owner));
}

async function write(em: EntityManager, posting: Posting, digest: string, lines: Line<AccountCode>[]): Promise<void> {
  const { lines: _, ...named } = posting;
  await ensureAccounts(
    em,
    lines.map(({ account }) => account),
  );
  const entry = em.create(LedgerEntry, { ...named, digest, lineCount: lines.length });
  for (const { account, fen } of lines)
    em.create(LedgerLine, { entry, account: em.getReference(LedgerAccount, account), fen });
  await em.flush();
}

/**
 * The only writer of the ledger, inside the caller's transaction. The same event with the same lines is booked once, however
 * often it is told; with other lines it is a fault. Answers whether it was new. Sellers it touches stay locked.
 */
export async function post(em: EntityManager, posting: Posting): Promise<boolean> {
  const { eventKey, kind, subject } = posting;
  const asked = merged<Target>(posting.lines);
  requireBalanced(asked);
  const digest = digestOf(kind, subject, asked);
  await lockSellers(
    em,
    asked.flatMap(({ account }) => ownerOf(account) ?? []),
  );
  const known = await em.findOne(LedgerEntry, { eventKey });
  if (known && known.digest !== digest) throw new Error(`the event ${eventKey} is booked with other lines`);
  if (known) return false;
  const lines = await Promise.all(asked.map((line) => resolve(em, line)));
  await write(em, posting, digest, merged(lines.flat()));
  return true;
}
