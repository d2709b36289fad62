import { UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/core';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { WeixinUser } from '#domain/ports/weixin.ts';
import type { Realm } from '#domain/shared/actor.ts';
import { registerAccount } from './register-account.ts';
import type { User } from './user.entity.ts';
import { WeixinIdentity } from './weixin-identity.entity.ts';

const purpose = { openid: 'weixin:openid', sessionKey: 'weixin:session-key' };
const noPassword = 'none'; // a hash that no password has

interface LogIn {
  realm: Realm;
  appId: string;
  person: WeixinUser;
}

const enter = (em: EntityManager, secrets: Secrets, { realm, appId, person }: LogIn): Promise<User> =>
  em.transactional(async (unit) => {
    const digest = secrets.digest(`${purpose.openid}:${realm}`, `${appId}:${person.openid}`);
    const sealedSessionKey = secrets.seal(purpose.sessionKey, person.sessionKey);
    const known = await unit.findOne(WeixinIdentity, { digest }, { populate: ['user'] });
    if (known) {
      known.sealedSessionKey = sealedSessionKey;
      return known.user.$;
    }
    const user = await registerAccount(unit, { realm, passwordHash: noPassword });
    unit.create(WeixinIdentity, {
      digest,
      sealedOpenid: secrets.seal(purpose.openid, person.openid),
      sealedSessionKey,
      user,
    });
    return user;
  });

/** The account of somebody WeChat vouches for, made at the first login; of two first logins at once one makes it. */
export async function logInByWeixin(em: EntityManager, secrets: Secrets, request: LogIn): Promise<User> {
  try {
    return await enter(em.fork(), secrets, request);
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) return enter(em.fork(), secrets, request);
    throw error;
  }
}
