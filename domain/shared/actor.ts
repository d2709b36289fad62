import { DomainError } from './errors.ts';

/** Accounts belong to a realm: one per face, and `ops` for the people who run the platform. */
export const realms = ['travel', 'vfine', 'piaxi', 'okman', 'qu', 'ops'] as const;
export type Realm = (typeof realms)[number];

export const roles = ['manager', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who is asking: an account of a realm, and what it may do beyond its own things. */
export interface Actor {
  id: number;
  uuid: string;
  realm: Realm;
  roles: readonly Role[];
  /** Was verified as a musician of V.Fine: sells works and is paid for them. */
  isMusician: boolean;
}

/** Who acts on a process, as they say themselves; `proof` is made by our own endpoint (`vouch`). */
export interface Acting {
  by?: string;
  requestId?: string;
  proof?: string;
}

export const hasRole = (actor: Actor, role: Role): boolean =>
  actor.roles.includes(role) || actor.roles.includes('admin');

/** Refuses everybody without the role; administrators have every role. */
export function requireRole(actor: Actor, role: Role): void {
  if (!hasRole(actor, role)) throw new DomainError('forbidden', 'wrong_role', `needs the role ${role}`);
}

/** Refuses `same_person`: nobody decides on money, or who they are, for themselves. */
export function requireAnother(actor: string, applicant: string): void {
  if (actor === applicant) throw new DomainError('forbidden', 'same_person', 'nobody decides on what they asked for');
}

/** Refuses everybody who is no musician, operators too: they have no works and no income. */
export function requireMusician(actor: Actor): void {
  if (!actor.isMusician) throw new DomainError('forbidden', 'wrong_role', 'needs to be a musician');
}
