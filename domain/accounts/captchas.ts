import type { EntityManager } from '@mikro-orm/core';
import type { Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { Session } from './session.entity.ts';

const lifeMs = 5 * 60_000;
const digestOf = (secrets: Secrets, answer: string): string => secrets.digest('captcha', answer.trim().toLowerCase());

/** Binds a fresh captcha to the session; it replaces the former one. */
export function issueCaptcha(session: Session, secrets: Secrets, answer: string): void {
  session.captchaDigest = digestOf(secrets, answer);
  session.captchaExpiresAt = new Date(Date.now() + lifeMs);
}

/**
 * Checks an answer and uses the captcha up, right or wrong, even where the request is refused afterwards:
 * hence a connection of its own. Refuses `captcha_missing`, `captcha_expired` or `captcha_wrong`.
 */
export async function useCaptcha(
  em: EntityManager,
  session: Session | undefined,
  secrets: Secrets,
  answer: string | undefined,
): Promise<void> {
  if (!answer?.trim()) throw new DomainError('invalid', 'captcha_missing');
  const { captchaDigest: digest, captchaExpiresAt: expiresAt } = session ?? {};
  if (!session || !digest || !expiresAt || expiresAt < new Date()) throw new DomainError('invalid', 'captcha_expired');
  const used = await em
    .fork()
    .nativeUpdate(Session, { id: session.id, captchaDigest: digest }, { captchaDigest: null });
  if (used === 0) throw new DomainError('invalid', 'captcha_expired');
  if (digestOf(secrets, answer) !== digest) throw new DomainError('invalid', 'captcha_wrong');
}
