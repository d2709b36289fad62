import { defineEntity, p } from '@mikro-orm/core';
import { realms } from '#domain/shared/actor.ts';
import { identity } from '#domain/shared/columns.ts';
import { passwordResetMachine } from './password-reset.machine.ts';
import { User } from './user.entity.ts';

const PasswordResetSchema = defineEntity({
  name: 'PasswordReset',
  indexes: [{ properties: ['session', 'createdAt'] }, { properties: ['user', 'createdAt'] }],
  properties: {
    ...identity,
    realm: p.enum(realms),
    user: () => p.manyToOne(User).ref().deleteRule('cascade'),
    /** The session that asked for it, logged in or not: only there the code counts. No key: sessions end. */
    session: p.string().length(64),
    state: p.enum(passwordResetMachine.states).default('REQUESTED'),
  },
});

/** Somebody who forgot a password and was sent a code; the code follows from the id and is stored nowhere. */
export class PasswordReset extends PasswordResetSchema.class {}
PasswordResetSchema.setClass(PasswordReset);
