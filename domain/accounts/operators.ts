import type { EntityManager } from '@mikro-orm/core';
import type { Passwords, Secrets } from '#domain/ports/secrets.ts';
import type { Role } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { findAccount } from './find-account.ts';
import { findAttempted, logIn, refuseOver, suspicion } from './log-in.ts';
import { registerAccount } from './register-account.ts';
import { closeSessionsOf } from './sessions.ts';
import { User } from './user.entity.ts';

const realm = 'ops';
const shortest = 10;

export interface NewOperator {
  name: string;
  password: string;
  roles: Role[];
}

/** Refuses `weak_password`: shorter than ten characters, the name itself, or fewer than five different characters. */
function checkPassword(name: string, password: string): void {
  const isWeak =
    password.length < shortest ||
    password.toLowerCase().includes(name.toLowerCase()) ||
    new Set(password.toLowerCase()).size < 5;
  if (isWeak)
    throw new DomainError(
      'invalid',
      'weak_password',
      `a password has at least ${shortest} characters, five of them different, and not the name`,
    );
}

/** Operators are made and removed by whoever may type commands where the platform runs. */
const recordDeed = (
  em: EntityManager,
  deed: 'add' | 'remove' | 'password',
  { uuid }: User,
  change: { before?: string; after?: string } = {},
): Promise<void> =>
  recordAudit(em, { realm, actor: 'console', action: `operator.${deed}`, subject: `account:${uuid}`, ...change });

async function findOperator(em: EntityManager, name: string): Promise<User> {
  const operator = await findAccount(em, realm, { uname: name });
  if (!operator) throw new DomainError('not_found', 'unknown_account', `there is no operator ${name}`);
  return operator;
}

/** Makes an account of the people who run the platform; refuses `bad_name`, `weak_password` or `uname_taken`. */
export async function addOperator(
  em: EntityManager,
  passwords: Passwords,
  { name, password, roles }: NewOperator,
): Promise<User> {
  if (!/^[\w.-]{2,30}$/.test(name))
    throw new DomainError('invalid', 'bad_name', 'a name has 2 to 30 letters, digits, dots, dashes or underscores');
  checkPassword(name, password);
  const operator = await registerAccount(em, { realm, uname: name, passwordHash: await passwords.hash(password) });
  operator.roles = roles;
  await recordDeed(em, 'add', operator, { after: roles.join(' ') });
  return operator;
}

/** All operators by name, those who were removed last. */
export const listOperators = (em: EntityManager): Promise<User[]> =>
  em.find(User, { realm }, { orderBy: { uname: 'asc nulls last', disabledAt: 'asc' } });

/**
 * Lets nobody in as this operator and ends its sessions. The row stays, so that the audit leads to somebody; who is added
 * under the same name is another one. Refuses `unknown_account`.
 */
export async function removeOperator(em: EntityManager, name: string): Promise<void> {
  const operator = await findOperator(em, name);
  em.assign(operator, { name, uname: null, disabledAt: new Date() });
  await closeSessionsOf(em, operator.id);
  await recordDeed(em, 'remove', operator, { before: operator.roles.join(' ') });
}

/** Gives an operator another password and ends its sessions; refuses `unknown_account` or `weak_password`. */
export async function resetOperatorPassword(
  em: EntityManager,
  passwords: Passwords,
  { name, password }: Omit<NewOperator, 'roles'>,
): Promise<void> {
  const operator = await findOperator(em, name);
  checkPassword(name, password);
  operator.passwordHash = await passwords.hash(password);
  await closeSessionsOf(em, operator.id);
  await recordDeed(em, 'password', operator);
}

/**
 * The operator whose name and password these are; the refusal does not tell which of the two was wrong. Refuses
 * `wrong_login`, or `too_many_failures` after three within a minute.
 */
export async function enterAsOperator(
  em: EntityManager,
  locks: { passwords: Passwords; secrets: Secrets },
  { name, password, address }: { name: string; password: string; address: string },
): Promise<User> {
  const attempt = await findAttempted(em, { realm, keys: [{ uname: name }], password, address });
  try {
    return await logIn(em, locks, attempt, { limit: suspicion, whenOver: refuseOver });
  } catch (error) {
    if (error instanceof DomainError && error.kind !== 'too_many')
      throw new DomainError('unauthenticated', 'wrong_login');
    throw error;
  }
}
