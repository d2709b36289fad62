import { defineEntity, p } from '@mikro-orm/core';
import { realms } from '#domain/shared/actor.ts';
import { stamps } from '#domain/shared/columns.ts';
import { User } from './user.entity.ts';

const SessionSchema = defineEntity({
  name: 'Session',
  properties: {
    /** SHA-256 of the token in the cookie: who reads the table cannot log in with it. */
    id: p.string().length(64).primary(),
    ...stamps,
    realm: p.enum(realms),
    user: () => p.manyToOne(User).ref().nullable().deleteRule('cascade'),
    expiresAt: p.datetime().index(),
    captchaDigest: p.string().length(64).nullable(),
    captchaExpiresAt: p.datetime().nullable(),
  },
});

/** One browser or app of somebody, logged in or not yet; it also holds the captcha it was shown. */
export class Session extends SessionSchema.class {}
SessionSchema.setClass(Session);
