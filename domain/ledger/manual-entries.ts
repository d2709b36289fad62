import type { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import type { Fen } from '#domain/shared/money.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import type { AccountCode } from './accounts.plan.ts';
import { lockAccounts, sumOf } from './balances.ts';
import { LedgerEntry } from './ledger.entity.ts';
import type { Line } from './lines.plan.ts';
import { post } from './post.ts';
import { drawingLines, taxPaymentLines, topUpLines } from './postings.plan.ts';

interface ManualEntry {
  lines: (fen: Fen) => Line[];
  /** What leaves the provider's account must stand in credit on these together; none: it comes in. */
  from?: readonly AccountCode[];
}

/** What only people know of, and book: money put in, money drawn out, and tax that was paid. */
const manualEntries = {
  'top-up': { lines: topUpLines },
  drawing: { lines: drawingLines, from: ['commission', 'own-funds', 'provider-fees', 'drawings'] },
  'tax-payment': { lines: taxPaymentLines, from: ['tax-payable'] },
} as const satisfies Record<string, ManualEntry>;
export type ManualKind = keyof typeof manualEntries;
const manualKinds = Object.keys(manualEntries) as ManualKind[];

interface Movement {
  kind: ManualKind;
  /** The provider's own number of the movement (账务流水号). */
  number: string;
  fen: Fen;
  at: Date;
}

/** Refuses `balance_too_low` where less stands there, or lies with the provider. */
async function requireEnough(em: EntityManager, from: readonly AccountCode[], fen: Fen): Promise<void> {
  const [owed, held] = [0 - (await sumOf(em, from)), await sumOf(em, ['provider'])];
  if (fen > Math.min(owed, held)) throw new DomainError('conflict', 'balance_too_low');
}

/**
 * Books what an administrator says of a movement of the platform's account at the provider. Such entries take turns, so two
 * at once find neither the same money nor the same movement. Refuses `action_already_done` where the movement is booked.
 */
export async function bookManualEntry(
  em: EntityManager,
  { kind, number, fen, at }: Movement,
  by: { actor: string; requestId: string },
): Promise<void> {
  await lockAccounts(em, ['own-funds']);
  const names = manualKinds.map((one) => `${one}:${number}`);
  if (await em.findOne(LedgerEntry, { eventKey: { $in: names } }))
    throw new DomainError('conflict', 'action_already_done');
  const { lines, from }: ManualEntry = manualEntries[kind];
  if (from) await requireEnough(em, from, fen);
  const subject = `${kind}:${number}`;
  await post(em, { eventKey: subject, kind, subject, at, lines: lines(fen) });
  await recordAudit(em, { realm: 'vfine', action: `ledger.${kind}`, subject, after: String(fen), ...by });
}
