import { raw, type EntityManager } from '@mikro-orm/core';
import type { Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { ContactCode } from './contact-code.entity.ts';
import { codeMinutes, type ContactOf } from './contact-code.plan.ts';

const lifeMs = codeMinutes * 60_000;
const pauseMs = 60_000;
const dayMs = 24 * 3600_000;
const codesPerDay = 10;
const mostTries = 5;

const digestOf = (secrets: Secrets, { realm, contact }: ContactOf): string =>
  secrets.digest(`contact:${realm}`, 'phone' in contact ? contact.phone : contact.email);

/** Notes that a code is on its way; refuses `too_many_requests` within a minute of the last one or beyond ten a day. */
export async function addCode(
  em: EntityManager,
  secrets: Secrets,
  { id, now, isLimited, ...of }: ContactOf & { id: string; now: Date; isLimited: boolean },
): Promise<void> {
  if (await em.findOne(ContactCode, { id })) return;
  const { realm } = of;
  const contact = digestOf(secrets, of);
  if (isLimited) {
    const since = (ms: number) => ({ realm, contact, createdAt: { $gt: new Date(now.getTime() - ms) } });
    const isTooMany =
      (await em.count(ContactCode, since(pauseMs))) > 0 || (await em.count(ContactCode, since(dayMs))) >= codesPerDay;
    if (isTooMany) throw new DomainError('too_many', 'too_many_requests');
  }
  em.create(ContactCode, {
    id,
    realm,
    contact,
    createdAt: now,
    sentAt: null,
    verifiedAt: null,
    usedAt: null,
  });
}

/** The code arrived: its thirty minutes begin. */
export const markSent = (em: EntityManager, id: string, now: Date): Promise<number> =>
  em.nativeUpdate(ContactCode, { id, sentAt: null }, { sentAt: now });

/** The code never left, so it does not count against its contact. */
export const dropUnsent = (em: EntityManager, id: string): Promise<number> =>
  em.nativeDelete(ContactCode, { id, sentAt: null });

/**
 * Holds a code against the last one sent; refuses `unsent_code`, `time_limit_exceeded` or `phone_verify_failed`.
 * Each try counts at once, also where it is refused, hence a connection of its own; after five a new code is needed.
 */
export async function verifyContact(
  em: EntityManager,
  secrets: Secrets,
  { code, now, ...of }: ContactOf & { code: string; now: Date },
): Promise<void> {
  const where = { realm: of.realm, contact: digestOf(secrets, of), sentAt: { $ne: null } };
  const last = await em.findOne(ContactCode, where, { orderBy: { sentAt: 'desc' } });
  if (!last?.sentAt || last.usedAt) throw new DomainError('invalid', 'unsent_code');
  if (now.getTime() - last.sentAt.getTime() > lifeMs) throw new DomainError('invalid', 'time_limit_exceeded');
  const untired = { id: last.id, tries: { $lt: mostTries } };
  const counted = await em.fork().nativeUpdate(ContactCode, untired, { tries: raw<number>('tries + 1') });
  if (counted === 0 || code !== secrets.codeFor(last.id)) throw new DomainError('invalid', 'phone_verify_failed');
  last.verifiedAt = now;
}

/** Uses a verification of the last thirty minutes up, each serves once; false where there is none. */
export async function takeVerification(
  em: EntityManager,
  secrets: Secrets,
  { now, ...of }: ContactOf & { now: Date },
): Promise<boolean> {
  const verifiedAt = { $gt: new Date(now.getTime() - lifeMs) };
  const where = { realm: of.realm, contact: digestOf(secrets, of), verifiedAt, usedAt: null };
  return (await em.nativeUpdate(ContactCode, where, { usedAt: now })) > 0;
}

/** The same where it is needed; refuses `wrong_auth`. */
export async function useVerification(
  em: EntityManager,
  secrets: Secrets,
  of: ContactOf & { now: Date },
): Promise<void> {
  if (!(await takeVerification(em, secrets, of))) throw new DomainError('unauthenticated', 'wrong_auth');
}
