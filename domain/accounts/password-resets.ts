import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { Passwords, Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { PasswordReset } from './password-reset.entity.ts';
import { passwordResetMachine, type VainEnd } from './password-reset.machine.ts';
import type { Verdict } from './password-reset.plan.ts';
import { ResetAttempt } from './reset-attempt.entity.ts';
import { closeSessionsOf } from './sessions.ts';
import { User } from './user.entity.ts';

const pauseMs = 60_000;
const dayMs = 24 * 3600_000;
const sendsPerDay = 10;

const digestOf = (secrets: Secrets, resetId: string, code: string): string =>
  secrets.digest('password-reset', `${resetId}:${code}`);

/** Notes that a code is on its way; refuses `too_many_requests` within a minute of the account's last one or beyond ten a day. */
export async function addReset(
  em: EntityManager,
  {
    id,
    userId,
    session,
    now,
    isLimited,
  }: { id: string; userId: number; session: string; now: Date; isLimited: boolean },
): Promise<void> {
  if (await em.findOne(PasswordReset, id)) return;
  const user = await em.findOneOrFail(User, userId, { lockMode: LockMode.PESSIMISTIC_WRITE }); // one at a time
  const sentSince = (ms: number) =>
    em.count(PasswordReset, { user, state: { $ne: 'UNSENT' }, createdAt: { $gt: new Date(now.getTime() - ms) } });
  if (isLimited && ((await sentSince(pauseMs)) > 0 || (await sentSince(dayMs)) >= sendsPerDay))
    throw new DomainError('too_many', 'too_many_requests');
  em.create(PasswordReset, { id, user, realm: user.realm, session, createdAt: now });
}

/** The last reset that this session asked for, while its code counts: no former one comes back. Refuses `reset_void`. */
export async function findSentReset(em: EntityManager, session: string | undefined): Promise<PasswordReset> {
  const reset = await em.findOne(PasswordReset, { session: session ?? '' }, { orderBy: { createdAt: 'desc' } });
  if (reset?.state !== 'SENT') throw new DomainError('invalid', 'reset_void');
  return reset;
}

/** Lays a try ready for the reset's process, once: code and password travel no further than this row. */
export async function addResetAttempt(
  em: EntityManager,
  { passwords, secrets }: { passwords: Passwords; secrets: Secrets },
  { id, reset, code, password }: { id: string; reset: string; code: string; password: string },
): Promise<void> {
  const now = new Date();
  const [codeDigest, passwordHash] = [digestOf(secrets, reset, code.trim()), await passwords.hash(password)];
  const row = { id, reset, codeDigest, passwordHash, createdAt: now, updatedAt: now };
  await em.upsert(ResetAttempt, row, { onConflictAction: 'ignore' });
}

/** True where it was this try that changed the password: no two have the same salt. */
const hasChanged = async ({ state, user }: PasswordReset, attempt: ResetAttempt | null): Promise<boolean> =>
  state === 'CHANGED' && (await user.loadOrFail()).passwordHash === attempt?.passwordHash;

/** Holds a try against the code; the right one changes the password, ends every session of the account and its other resets. */
export async function redeemReset(
  em: EntityManager,
  secrets: Secrets,
  { resetId, attemptId }: { resetId: string; attemptId: string },
): Promise<Verdict> {
  const reset = await em.findOneOrFail(PasswordReset, resetId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const attempt = await em.findOne(ResetAttempt, { id: attemptId, reset: resetId });
  if (reset.state !== 'SENT') return (await hasChanged(reset, attempt)) ? 'right' : 'void';
  if (attempt?.codeDigest !== digestOf(secrets, resetId, secrets.codeFor(resetId))) return 'wrong';
  reset.state = passwordResetMachine.next(reset.state, 'redeem');
  const user = await reset.user.loadOrFail();
  user.passwordHash = attempt.passwordHash;
  await closeSessionsOf(em, user.id);
  const others = { user: user.id, state: 'SENT', id: { $ne: resetId } } as const;
  await em.nativeUpdate(PasswordReset, others, { state: passwordResetMachine.next('SENT', 'supersede') });
  return 'right';
}

/** Moves a reset on, unless it has ended already. */
export async function moveReset(em: EntityManager, resetId: string, event: 'deliver' | VainEnd): Promise<void> {
  const reset = await em.findOneOrFail(PasswordReset, resetId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  reset.state = passwordResetMachine.peek(reset.state, event) ?? reset.state;
}

/** Forgets what was tried: nobody asks for it any more. */
export const dropAttempts = (em: EntityManager, resetId: string): Promise<number> =>
  em.nativeDelete(ResetAttempt, { reset: resetId });
