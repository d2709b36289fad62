import { defineEntity, p } from '@mikro-orm/core';
import { numbered } from '#domain/shared/columns.ts';
import { User } from './user.entity.ts';

const WeixinIdentitySchema = defineEntity({
  name: 'WeixinIdentity',
  properties: {
    ...numbered,
    /** Keyed digest of app and openid: found by it, never read from it. */
    digest: p.string().length(64).unique(),
    sealedOpenid: p.text().hidden(),
    /** Of the last login; needed to read what WeChat encrypts for us, and never told to a client. */
    sealedSessionKey: p.text().hidden(),
    user: () => p.manyToOne(User).ref().deleteRule('cascade'),
  },
});

/** Whom WeChat vouches for as which account; both of WeChat's values are personal data and sealed. */
export class WeixinIdentity extends WeixinIdentitySchema.class {}
WeixinIdentitySchema.setClass(WeixinIdentity);
