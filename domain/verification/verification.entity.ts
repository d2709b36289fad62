import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { identity } from '#domain/shared/columns.ts';
import { verificationMachine, type VerificationEvent } from './verification.machine.ts';

const VerificationSchema = defineEntity({
  name: 'Verification',
  tableName: 'musician_verification',
  indexes: [{ properties: ['user', 'createdAt'] }, { properties: ['status', 'createdAt'] }],
  properties: {
    ...identity,
    user: () => p.manyToOne(User).ref().deleteRule('cascade'),
    /** Name, card and pictures; `identity.ts` opens it. */
    sealed: p.text(),
    cardDigest: p.string().length(64),
    occupations: p.json<string[]>(),
    avatar: p.string().length(500),
    music: p.string().length(500),
    status: p.enum(verificationMachine.states).default('PENDING'),
    remark: p.string().length(500).nullable(),
    settledAt: p.datetime().nullable(),
  },
});

/** One application of a visitor to become a musician. */
export class Verification extends VerificationSchema.class {
  /** Ends the application; the machine refuses what its life does not allow. */
  settle(event: VerificationEvent, remark: string | undefined, at: Date): void {
    this.status = verificationMachine.next(this.status, event);
    this.remark = remark ?? null;
    this.settledAt = at;
  }
}
VerificationSchema.setClass(Verification);
