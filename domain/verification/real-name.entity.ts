import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { identity } from '#domain/shared/columns.ts';
import { realNameMachine, type RealNameEvent } from './real-name.machine.ts';

const taken = `create unique index "real_name_card_taken" on "real_name" ("card_digest") where "status" in ('WAITING', 'SUCCESS')`;

const RealNameSchema = defineEntity({
  name: 'RealName',
  indexes: [
    { properties: ['user', 'createdAt'] },
    { properties: ['status', 'createdAt'] },
    { name: 'real_name_card_taken', expression: taken },
  ],
  properties: {
    ...identity,
    user: () => p.manyToOne(User).ref().deleteRule('cascade'),
    /** Name, card and pictures; `identity.ts` opens it. */
    sealed: p.text(),
    cardDigest: p.string().length(64),
    status: p.enum(realNameMachine.states).default('WAITING'),
    remark: p.string().length(500).nullable(),
    settledAt: p.datetime().nullable(),
  },
});

/** One request of a person to be known by the real name. */
export class RealName extends RealNameSchema.class {
  /** Ends the request; the machine refuses what its life does not allow. */
  settle(event: RealNameEvent, remark: string | undefined, at: Date): void {
    this.status = realNameMachine.next(this.status, event);
    this.remark = remark ?? null;
    this.settledAt = at;
  }
}
RealNameSchema.setClass(RealName);
