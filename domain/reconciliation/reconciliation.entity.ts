import { defineEntity, p } from '@mikro-orm/core';
import { identity } from '#domain/shared/columns.ts';

const BillRowSchema = defineEntity({
  name: 'BillRow',
  properties: {
    day: p.string().length(10).primary(),
    /** What moved, e.g. `trade:<number>`: the same in both books. */
    key: p.string().length(100).primary().index(),
    providerNumber: p.string().length(64),
    /** What came in; what went out is negative. */
    fen: p.bigint('number'),
    at: p.datetime(),
  },
});

/** What a day's bill says of one movement; what it says twice is added up. */
export class BillRow extends BillRowSchema.class {}
BillRowSchema.setClass(BillRow);

const BillDaySchema = defineEntity({
  name: 'BillDay',
  properties: {
    day: p.string().length(10).primary(),
    comparedAt: p.datetime(),
    matched: p.integer(),
    missingHere: p.integer(),
    missingThere: p.integer(),
    different: p.integer(),
  },
});

/** A day whose bill was compared with the ledger, and what came out. */
export class BillDay extends BillDaySchema.class {}
BillDaySchema.setClass(BillDay);

export const differences = ['missing_here', 'missing_there', 'different_sum', 'unreadable'] as const;

const ReconciliationCaseSchema = defineEntity({
  name: 'ReconciliationCase',
  uniques: [{ properties: ['key', 'kind', 'day'] }],
  indexes: [{ properties: ['status', 'createdAt', 'id'] }],
  properties: {
    ...identity,
    day: p.string().length(10),
    kind: p.enum(differences),
    key: p.string().length(100),
    ourFen: p.bigint('number').nullable(),
    theirFen: p.bigint('number').nullable(),
    providerNumber: p.string().length(64).nullable(),
    status: p.enum(['OPEN', 'RESOLVED'] as const).default('OPEN'),
    remark: p.string().length(500).nullable(),
    /** uuid of the operator, or `reconciliation` where a later night has explained it. */
    resolvedBy: p.string().length(64).nullable(),
    resolvedAt: p.datetime().nullable(),
  },
});

/** A difference between the provider's book and ours, until somebody has resolved it. */
export class ReconciliationCase extends ReconciliationCaseSchema.class {
  resolve(by: string, remark: string, at: Date): void {
    this.status = 'RESOLVED';
    this.resolvedBy = by;
    this.remark = remark;
    this.resolvedAt = at;
  }
}
ReconciliationCaseSchema.setClass(ReconciliationCase);
