import { defineEntity, p } from '@mikro-orm/core';
import { kinds, type AccountCode } from './accounts.plan.ts';
import { entryKinds } from './postings.plan.ts';

const LedgerAccountSchema = defineEntity({
  name: 'LedgerAccount',
  properties: {
    code: p.string().length(64).primary().$type<AccountCode>(),
    kind: p.enum(kinds),
    /** The seller it belongs to; the common accounts have none. */
    owner: p.uuid().nullable().index(),
    createdAt: p.datetime().onCreate(() => new Date()),
  },
});

/** An account; its balance is the sum of its lines and stands nowhere else. Its row is the lock of a seller's balance. */
export class LedgerAccount extends LedgerAccountSchema.class {}
LedgerAccountSchema.setClass(LedgerAccount);

const LedgerEntrySchema = defineEntity({
  name: 'LedgerEntry',
  indexes: [{ properties: ['subject', 'kind'] }, { properties: ['kind', 'at'] }],
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    /** Names the business event: it is booked once. */
    eventKey: p.string().length(160).unique(),
    kind: p.enum(entryKinds),
    /** What it is about, e.g. `takeout:<uuid>`. */
    subject: p.string().length(120),
    /** When it happened; `createdAt` is when it was booked. */
    at: p.datetime(),
    createdAt: p.datetime().onCreate(() => new Date()),
    /** SHA-256 of the lines as they were asked for: tells a repeated event from another one of its name. */
    digest: p.string().length(64),
    /** How many lines it has: the database lets nobody add one later. */
    lineCount: p.smallint().check('line_count >= 2'),
  },
});

/** One business event in the ledger; rows are added and never changed. */
export class LedgerEntry extends LedgerEntrySchema.class {}
LedgerEntrySchema.setClass(LedgerEntry);

const LedgerLineSchema = defineEntity({
  name: 'LedgerLine',
  indexes: [{ properties: ['account', 'fen'] }],
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    entry: () => p.manyToOne(LedgerEntry).ref().index(),
    account: () => p.manyToOne(LedgerAccount).ref(),
    /** Debit positive, credit negative, never 0. */
    fen: p.bigint('number').check('fen <> 0'),
  },
});

/** One line of an entry; rows are added and never changed. */
export class LedgerLine extends LedgerLineSchema.class {}
LedgerLineSchema.setClass(LedgerLine);
