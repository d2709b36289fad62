import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { Passwords, Secrets } from '#domain/ports/secrets.ts';
import type { Realm } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { countAttempts, recordAttempt, type Counter } from './attempts.ts';
import { findAccount, type AccountKey } from './find-account.ts';
import type { User } from './user.entity.ts';

const failureWindow = 60; // seconds
const failuresPerAccount = 3;
const failuresPerAddress = 30;

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

/** True after three failures of an account, or thirty of an address, within a minute: a captcha is due then. */
export async function needsCaptcha(em: EntityManager, secrets: Secrets, attempt: LogInAttempt): Promise<boolean> {
  const [account, address] = countersOf(attempt);
  return (
    (await countAttempts(em, secrets, account, failureWindow)) >= failuresPerAccount ||
    (await countAttempts(em, secrets, address, failureWindow)) >= failuresPerAddress
  );
}

const throttleWindow = 300; // seconds
const mostFailures = 15;

/** Refuses `too_many_failures` after fifteen failures of an account within five minutes, whatever the password. */
export async function requireFewFailures(em: EntityManager, secrets: Secrets, attempt: LogInAttempt): Promise<void> {
  const [account] = countersOf(attempt);
  if ((await countAttempts(em, secrets, account, throttleWindow)) >= mostFailures)
    throw new DomainError('too_many', 'too_many_failures');
}

/** Counts a wrong password for the account and for the address. */
export async function recordFailure(em: EntityManager, secrets: Secrets, attempt: LogInAttempt): Promise<void> {
  for (const counter of countersOf(attempt)) await recordAttempt(em, secrets, counter);
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
  passwords: Passwords,
  secrets: Secrets,
  attempt: LogInAttempt,
): Promise<User> {
  const { user } = attempt;
  const isRight = await isOwn(em, passwords, attempt);
  if (user && isRight && user.disabledAt) throw new DomainError('forbidden', 'account_disabled');
  if (user && isRight) return user;
  await recordFailure(em, secrets, attempt);
  throw user ? new DomainError('invalid', 'wrong_password') : new DomainError('invalid', 'unknown_account');
}
