import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { identity } from '#domain/shared/columns.ts';
import { Work } from '#domain/works/work.entity.ts';
import { certificateMachine } from './certificate.machine.ts';
import { Order } from './order.entity.ts';

const CertificateSchema = defineEntity({
  name: 'Certificate',
  indexes: [{ properties: ['seller', 'state', 'issuedAt'] }, { properties: ['work', 'state'] }],
  uniques: [{ properties: ['order', 'work', 'purpose', 'detail'] }],
  checks: [{ name: 'certificate_income_check', expression: 'income_fen >= 0 and income_fen <= price_fen' }],
  properties: {
    ...identity,
    /** What is printed on it. */
    number: p.string().length(40).unique(),
    order: () => p.manyToOne(Order).ref(),
    /** Its place among those that were asked for together, from 0. */
    position: p.smallint().default(0),
    work: () => p.manyToOne(Work).ref(),
    seller: () => p.manyToOne(User).ref(),

    // As they were when the order was made.
    author: p.string().length(64),
    /** Who holds the copyright, as the work named them when it was ordered; empty: its author. */
    owner: p.string().length(128).default(''),
    licensee: p.string().length(128),
    workName: p.string().length(128),
    workPath: p.string().length(500),
    purpose: p.string().length(64),
    detail: p.string().length(64),
    priceFen: p.integer(),
    /** The seller's part. */
    incomeFen: p.integer(),

    state: p.enum(certificateMachine.states).default('DRAFT'),
    issuedAt: p.datetime().nullable(),
    voidedAt: p.datetime().nullable(),
    signature: p.string().length(200).nullable(),
  },
});

/** A licence to use one work for one purpose; void until its order is paid and after it was given back. */
export class Certificate extends CertificateSchema.class {
  /** The order is paid: from now on the licence counts. */
  issue(at: Date): void {
    this.state = certificateMachine.next(this.state, 'issue');
    this.issuedAt = at;
  }

  /** The licence is given back, or its order came to nothing. */
  invalidate(at: Date): void {
    this.state = certificateMachine.next(this.state, this.state === 'DRAFT' ? 'drop' : 'void');
    this.voidedAt = at;
  }
}
CertificateSchema.setClass(Certificate);

/** The licences of an order as they were asked for; old ones have no position of their own. */
export const asAskedFor = { position: 'asc', createdAt: 'asc', id: 'asc' } as const;
