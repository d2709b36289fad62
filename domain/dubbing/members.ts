import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { RoleClaim, WorksInvite, WorksMember } from './member.entity.ts';
import { findRole } from './recordings.ts';
import type { Works } from './works.entity.ts';
import { findWorks, holdWorks, type ListedWorks } from './works.ts';

const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'; // nothing that is read as something else
const codeLength = 10; // 31^10: nobody guesses one at sixty tries a minute
const inviteDays = 7;
const mostMembers = 20;
const mostListed = 500;
const dayMs = 24 * 3600_000;

const digestOf = (secrets: Secrets, code: string): string => secrets.digest('dubbing-invite', code);

/** A code that lets others dub along for seven days; the former one of the works ends. */
export async function createInvite(
  em: EntityManager,
  secrets: Secrets,
  works: Works,
  now: Date,
): Promise<{ code: string; expiresAt: Date }> {
  const code = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  const expiresAt = new Date(now.getTime() + inviteDays * dayMs);
  await holdWorks(em, works.id); // of two at once the later counts
  await em.nativeDelete(WorksInvite, { works: works.id });
  em.create(WorksInvite, { works, digest: digestOf(secrets, code), expiresAt });
  return { code, expiresAt };
}

/** Joins the works of a code; again, or as its owner, changes nothing. Refuses `no_such_invite` and `too_many_members`. */
export async function joinWorks(
  em: EntityManager,
  secrets: Secrets,
  { userId, code, now }: { userId: number; code: string; now: Date },
): Promise<number> {
  const digest = digestOf(secrets, code.toUpperCase());
  const invite = await em.findOne(WorksInvite, { digest, expiresAt: { $gt: now } });
  if (!invite) throw new DomainError('not_found', 'no_such_invite');
  const works = await holdWorks(em, invite.works.id);
  if (works.owner.id === userId || (await em.count(WorksMember, { works, user: userId })) > 0) return works.id;
  if ((await em.count(WorksMember, { works })) >= mostMembers) throw new DomainError('conflict', 'too_many_members');
  em.create(WorksMember, { works, user: em.getReference(User, userId) });
  works.updatedAt = now;
  return works.id;
}

/** A works that the caller owns or has joined; any other is refused as if it were not there. */
export async function findSharedWorks(em: EntityManager, userId: number, id: number): Promise<ListedWorks> {
  const works = await findWorks(em, id);
  if (works.owner.id === userId || (await em.count(WorksMember, { works: id, user: userId })) > 0) return works;
  throw new DomainError('not_found', 'no_such_works');
}

/** Works of others that the caller has joined, oldest first. */
export async function findJoinedWorks(em: EntityManager, userId: number): Promise<ListedWorks[]> {
  const found = await em.find(
    WorksMember,
    { user: userId },
    { populate: ['works.video'], orderBy: { works: 'asc' }, limit: mostListed },
  );
  return found.map(({ works }) => works.$);
}

export const findMembers = (em: EntityManager, worksId: number): Promise<WorksMember[]> =>
  em.find(WorksMember, { works: worksId }, { orderBy: { id: 'asc' } });

export const findClaims = (em: EntityManager, worksId: number): Promise<RoleClaim[]> =>
  em.find(RoleClaim, { works: worksId });

const findClaim = (em: EntityManager, works: Works, roleId: number): Promise<RoleClaim | null> =>
  em.findOne(RoleClaim, { works: works.id, role: roleId });

/** Takes a role for the caller; refuses `role_taken` where somebody else has it. Of two at once one gets it. */
export async function claimRole(em: EntityManager, userId: number, worksId: number, roleId: number): Promise<void> {
  await holdWorks(em, worksId);
  const works = await findSharedWorks(em, userId, worksId);
  const role = await findRole(em, works, roleId);
  const claim = await findClaim(em, works, roleId);
  if (claim && claim.user.id !== userId) throw new DomainError('conflict', 'role_taken');
  if (!claim) em.create(RoleClaim, { works, role, user: em.getReference(User, userId) });
}

/** Gives a role back: who has it, or the owner for somebody else. */
export async function releaseRole(em: EntityManager, userId: number, worksId: number, roleId: number): Promise<void> {
  await holdWorks(em, worksId);
  const works = await findSharedWorks(em, userId, worksId);
  await findRole(em, works, roleId);
  const claim = await findClaim(em, works, roleId);
  if (!claim) return;
  if (claim.user.id !== userId && works.owner.id !== userId) throw new DomainError('conflict', 'role_taken');
  em.remove(claim);
}

/** Somebody leaves: by the owner, or on their own; their roles are free again, what they spoke stays. */
export async function removeMember(em: EntityManager, userId: number, worksId: number, id: number): Promise<void> {
  await holdWorks(em, worksId);
  const works = await findSharedWorks(em, userId, worksId);
  const member = await em.findOne(WorksMember, { id, works: worksId });
  if (!member || (member.user.id !== userId && works.owner.id !== userId))
    throw new DomainError('not_found', 'no_such_member');
  await em.nativeDelete(RoleClaim, { works: worksId, user: member.user.id });
  em.remove(member);
}

/** The works for who may speak the role: its owner, or the member who has taken it. Refuses `role_not_yours`. */
export async function findWorksToSpeak(
  em: EntityManager,
  userId: number,
  worksId: number,
  roleId: number,
): Promise<ListedWorks> {
  const works = await findSharedWorks(em, userId, worksId);
  await findRole(em, works, roleId);
  if (works.owner.id === userId) return works;
  if ((await findClaim(em, works, roleId))?.user.id !== userId) throw new DomainError('forbidden', 'role_not_yours');
  return works;
}
