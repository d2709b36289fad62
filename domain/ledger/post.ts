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

/** What is to be booked, an account a line. */
interface Asked extends Posting {
  digest: string;
}

function askedOf(posting: Posting): Asked {
  const lines = merged<Target>(posting.lines);
  requireBalanced(lines);
  return { ...posting, lines, digest: digestOf(posting.kind, posting.subject, lines) };
}

const ownersOf = ({ lines }: Posting): string[] => lines.flatMap(({ account }) => ownerOf(account) ?? []);

async function write(em: EntityManager, entries: readonly Asked[]): Promise<void> {
  const resolved = await Promise.all(
    entries.map(async ({ lines, ...named }) => {
      const own = merged((await Promise.all(lines.map((line) => resolve(em, line)))).flat());
      return { named, lines: own };
    }),
  );
  const accounts = resolved.flatMap(({ lines }) => lines.map(({ account }) => account));
  await ensureAccounts(em, [...new Set(accounts)]);
  for (const { named, lines } of resolved) {
    const entry = em.create(LedgerEntry, { ...named, lineCount: lines.length });
    for (const { account, fen } of lines)
      em.create(LedgerLine, { entry, account: em.getReference(LedgerAccount, account), fen });
  }
  await em.flush();
}

/**
 * The only writer of the ledger, inside the caller's transaction. The same event with the same lines is booked once, however
 * often it is told; with other lines it is a fault. Answers how many were new. Sellers they touch stay locked.
 */
export async function postAll(em: EntityManager, postings: readonly Posting[]): Promise<number> {
  const asked = postings.map(askedOf);
  await lockSellers(em, asked.flatMap(ownersOf));
  const found = await em.find(LedgerEntry, { eventKey: { $in: asked.map(({ eventKey }) => eventKey) } });
  const known = new Map(found.map(({ eventKey, digest }) => [eventKey, digest]));
  const other = asked.find(({ eventKey, digest }) => (known.get(eventKey) ?? digest) !== digest);
  if (other) throw new Error(`the event ${other.eventKey} is booked with other lines`);
  const fresh = asked.filter(({ eventKey }) => !known.has(eventKey));
  // What a seller gets follows from what stands there, so each such event is written before the next one.
  const parts = fresh.some((one) => ownersOf(one).length > 0) ? fresh.map((one) => [one]) : [fresh];
  for (const part of parts) if (part.length > 0) await write(em, part);
  return fresh.length;
}

/** Posts one event; answers whether it was new. */
export const post = async (em: EntityManager, posting: Posting): Promise<boolean> =>
  (await postAll(em, [posting])) === 1;
