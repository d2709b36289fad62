import { LockMode, UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/core';
import { roles, type Realm } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { Group } from './group.entity.ts';
import { User } from './user.entity.ts';

interface By {
  actor: string;
  requestId: string;
}

/** Makes a group: the unique key decides between two at once. Refuses `action_already_done` where one of the name exists. */
export async function createGroup(
  em: EntityManager,
  { realm, name }: { realm: Realm; name: string },
  by: By,
): Promise<void> {
  const group = em.create(Group, { realm, name });
  try {
    await em.flush();
  } catch (error) {
    const isTaken = error instanceof UniqueConstraintViolationException;
    throw isTaken ? new DomainError('conflict', 'action_already_done') : error;
  }
  const subject = `group:${group.id}`;
  await recordAudit(em, { realm, action: 'group.create', subject, ...by });
}

/** Adds somebody to a group, once; refuses `unknown_account` and `unknown_group`. */
export async function addToGroup(
  em: EntityManager,
  { realm, userUuid, name }: { realm: Realm; userUuid: string; name: string },
  by: By,
): Promise<void> {
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const user = await em.findOne(User, { realm, uuid: userUuid }, { lockMode });
  if (!user) throw new DomainError('not_found', 'unknown_account');
  const group = await em.findOne(Group, { realm, name });
  if (!group) throw new DomainError('not_found', 'unknown_group');
  if ((await em.count(Group, { id: group.id, members: { id: user.id } })) > 0) return;
  group.members.add(user);
  const role = roles.find((one) => one === name);
  if (role && !user.roles.includes(role)) user.roles = [...user.roles, role];
  const [subject, after] = [`account:${user.uuid}`, `group:${group.id}`];
  await recordAudit(em, { realm, action: 'group.add', subject, after, ...by });
}
