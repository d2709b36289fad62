import { defineEntity, p } from '@mikro-orm/core';
import { identity } from '#domain/shared/columns.ts';
import { PasswordReset } from './password-reset.entity.ts';

const ResetAttemptSchema = defineEntity({
  name: 'ResetAttempt',
  properties: {
    ...identity,
    reset: () => p.manyToOne(PasswordReset).ref().deleteRule('cascade').index(),
    /** The code that was typed, as a keyed digest. */
    codeDigest: p.string().length(64),
    passwordHash: p.text().hidden(),
  },
});

/** A code typed back and the password wished for, waiting for the reset's verdict; gone when the reset ends. */
export class ResetAttempt extends ResetAttemptSchema.class {}
ResetAttemptSchema.setClass(ResetAttempt);
