import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { Passwords, Secrets } from '#domain/ports/secrets.ts';
import type { Realm } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { countAttempts, recordAttempt, recordBelow, type Counter } from './attempts.ts';
import { findAccount, type AccountKey } from './find-account.ts';
import type { User } from './user.entity.ts';

/** How many failures within so many seconds are too many. */
interface Limit {
  seconds: number;
  perAccount: number;
  perAddress: number;
}
/** Beyond it a captcha is due. */
export const suspicion: Limit = { seconds: 60, perAccount: 3, perAddress: 30 };
/** Beyond it nothing helps, whatever the password. */
export const exhaustion: Limit = { seconds: 300, perAccount: 15, perAddress: Infinity };

export const refuseOver = async (): Promise<never> => {
  throw new DomainError('too_many', 'too_many_failures');
};

export interface LogIn {
  realm: Realm;
  /** Tried in order: a number of eleven digits may be a phone or a uid. */
  keys: readonly AccountKey[];
  password: string;
  address: string;
}

/** A try to log in with the account that it names, where there is one. */
export interface LogInAttempt extends LogIn {
  user: User | null;
}

/** Finds the account that a try to log in names. */
export async function findAttempted(em: EntityManager, request: LogIn): Promise<LogInAttempt> {
  let user: User | null = null;
  for (const key of request.keys) user ??= await findAccount(em, request.realm, key);
  return { ...request, user };
}

/** Failures of an account count together whatever it was named by; those of nobody's keys count for the keys. */
const countersOf = ({ realm, keys, address, user }: LogInAttempt): [account: Counter, address: Counter] => [
  { name: `login-failure:${realm}`, of: user?.uuid ?? JSON.stringify(keys) },
  { name: 'login-failure:address', of: address },
];

async function isOver(em: EntityManager, secrets: Secrets, attempt: LogInAttempt, limit: Limit): Promise<boolean> {
  const [account, address] = countersOf(attempt);
  return (
    (await countAttempts(em, secrets, account, limit.seconds)) >= limit.perAccount ||
    (await countAttempts(em, secrets, address, limit.seconds)) >= limit.perAddress
  );
}

/** What a try is held to: where too many have failed, `whenOver` refuses it, or lets this one through. */
interface Guard {
  limit: Limit;
  whenOver(): Promise<void>;
}

/**
 * Verifies a password and answers whether it is right; a wrong one counts for the account and for the address. Of many at
 * once no more learn it than of as many one after the other: where too many have failed meanwhile, it is asked again.
 */
export async function tryPassword(
  em: EntityManager,
  secrets: Secrets,
  attempt: LogInAttempt,
  { limit, whenOver, verify }: Guard & { verify(): Promise<boolean> },
): Promise<boolean> {
  const [account, address] = countersOf(attempt);
  const wasOver = await isOver(em, secrets, attempt, limit);
  if (wasOver) await whenOver();
  const isRight = await verify();
  const { perAccount: most, seconds } = limit;
  const look = async () =>
    isRight ? isOver(em, secrets, attempt, limit) : !(await recordBelow(em, secrets, account, { most, seconds }));
  const isOverSince = !wasOver && (await look());
  if (isOverSince) await whenOver();
  if (isRight) return true;
  if (wasOver || isOverSince) await recordAttempt(em, secrets, account);
  await recordAttempt(em, secrets, address);
  return false;
}

/** Verifies the password, and holds the account until its session is written: the password may have changed meanwhile. */
async function isOwn(em: EntityManager, passwords: Passwords, { user, password }: LogInAttempt): Promise<boolean> {
  const hash = user?.passwordHash;
  if (!(await passwords.verify(hash, password)) || !user) return false;
  await em.refreshOrFail(user, { lockMode: LockMode.PESSIMISTIC_READ });
  return user.passwordHash === hash;
}

/** The account whose password it is; refuses `unknown_account` or `wrong_password`, after the same time, and counts it; `account_disabled` where it is right. */
export async function logIn(
  em: EntityManager,
  { passwords, secrets }: { passwords: Passwords; secrets: Secrets },
  attempt: LogInAttempt,
  guard: Guard,
): Promise<User> {
  const { user } = attempt;
  const verify = () => isOwn(em, passwords, attempt);
  const isRight = await tryPassword(em, secrets, attempt, { ...guard, verify });
  if (user && isRight && user.disabledAt) throw new DomainError('forbidden', 'account_disabled');
  if (user && isRight) return user;
  throw user ? new DomainError('invalid', 'wrong_password') : new DomainError('invalid', 'unknown_account');
}
