import { createHash, randomBytes } from 'node:crypto';
import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { Realm } from '#domain/shared/actor.ts';
import { Session } from './session.entity.ts';
import { User } from './user.entity.ts';

const dayMs = 24 * 3600_000;
const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Opens a session and answers it with the token for the cookie; without a user it only holds a captcha. */
export function openSession(
  em: EntityManager,
  realm: Realm,
  user: User | undefined,
  days: number,
): { token: string; session: Session } {
  const token = randomBytes(32).toString('base64url');
  const session = em.create(Session, {
    id: digestOf(token),
    realm,
    user: user ?? null,
    expiresAt: new Date(Date.now() + days * dayMs),
    captchaDigest: null,
    captchaExpiresAt: null,
  });
  return { token, session };
}

/** The live session of a token, with its user; none of an account that was disabled. */
export async function findSession(em: EntityManager, realm: Realm, token: string): Promise<Session | null> {
  const session = await em.findOne(
    Session,
    { id: digestOf(token), realm, expiresAt: { $gt: new Date() } },
    { populate: ['user'] },
  );
  return session?.user?.$.disabledAt ? null : session;
}

/** Keeps a session that is in use alive, at most once a day; true when it has moved and the cookie should too. */
export async function prolongSession(em: EntityManager, session: Session, days: number): Promise<boolean> {
  const expiresAt = new Date(Date.now() + days * dayMs);
  if (expiresAt.getTime() - session.expiresAt.getTime() < dayMs) return false;
  await em.fork().nativeUpdate(Session, { id: session.id }, { expiresAt });
  return true;
}

/** Ends one session: a logout. */
export async function closeSession(em: EntityManager, realm: Realm, token: string): Promise<void> {
  await em.nativeDelete(Session, { id: digestOf(token), realm });
}

/**
 * Ends every session of an account: its password has changed. `keep` is the session that did it. Holds the account first,
 * so that a login which is under way either has its session here or finds the change.
 */
export async function closeSessionsOf(em: EntityManager, userId: number, keep?: Session): Promise<void> {
  await em.findOne(User, userId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  await em.nativeDelete(Session, { user: userId, ...(keep && { id: { $ne: keep.id } }) });
}
