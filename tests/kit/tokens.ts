import type { EntityManager } from '@mikro-orm/core';
import { openSession } from '#domain/accounts/sessions.ts';
import { User } from '#domain/accounts/user.entity.ts';

/** Answers the token of a user's session, opened as a login would open it, once for each. */
export function createTokens(fork: () => EntityManager, days = 1): (user: User) => Promise<string> {
  const tokens = new Map<number, string>();
  return async (user) => {
    const known = tokens.get(user.id);
    if (known) return known;
    const em = fork();
    const { token } = openSession(em, user.realm, em.getReference(User, user.id), days);
    await em.flush();
    tokens.set(user.id, token);
    return token;
  };
}
