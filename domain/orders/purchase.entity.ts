import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { numbered } from '#domain/shared/columns.ts';
import { Work } from '#domain/works/work.entity.ts';
import { purchaseMachine, type PurchaseEvent } from './purchase.machine.ts';

const PurchaseSchema = defineEntity({
  name: 'PurchaseApplication',
  indexes: [{ properties: ['status', 'id'] }, { properties: ['user', 'work'] }],
  properties: {
    ...numbered,
    /** Names it before it has a number. */
    uuid: p.uuid().unique(),
    user: () => p.manyToOne(User).ref().deleteRule('cascade'),
    work: () => p.manyToOne(Work).ref().deleteRule('cascade'),
    remark: p.string().length(500),
    status: p.enum(purchaseMachine.states).default('APPLY'),
    /** What the operator said. */
    answer: p.string().length(500).default(''),
    settledAt: p.datetime().nullable(),
  },
});

/** Somebody asks for a work that the shop has no price for; operators take it from there. */
export class PurchaseApplication extends PurchaseSchema.class {
  /** Ends the enquiry; the machine refuses what its life does not allow. */
  settle(event: PurchaseEvent, answer: string | undefined, at: Date): void {
    this.status = purchaseMachine.next(this.status, event);
    this.answer = answer ?? '';
    this.settledAt = at;
  }
}
PurchaseSchema.setClass(PurchaseApplication);
