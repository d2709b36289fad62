import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { numbered } from '#domain/shared/columns.ts';
import { VideoRole } from './video.entity.ts';
import { Works } from './works.entity.ts';

const WorksInviteSchema = defineEntity({
  name: 'WorksInvite',
  tableName: 'dubbing_invite',
  properties: {
    ...numbered,
    /** One that counts at a time: a new one ends the former. */
    works: () => p.manyToOne(Works).ref().unique().deleteRule('cascade'),
    /** Keyed digest of the code. */
    digest: p.string().length(64).unique(),
    expiresAt: p.datetime(),
  },
});

/** Lets who knows its code dub along. */
export class WorksInvite extends WorksInviteSchema.class {}
WorksInviteSchema.setClass(WorksInvite);

const WorksMemberSchema = defineEntity({
  name: 'WorksMember',
  tableName: 'dubbing_member',
  uniques: [{ properties: ['works', 'user'] }],
  properties: {
    ...numbered,
    works: () => p.manyToOne(Works).ref().deleteRule('cascade'),
    user: () => p.manyToOne(User).ref().deleteRule('cascade').index(),
  },
});

/** Somebody who dubs along in a works of another. */
export class WorksMember extends WorksMemberSchema.class {}
WorksMemberSchema.setClass(WorksMember);

const RoleClaimSchema = defineEntity({
  name: 'RoleClaim',
  tableName: 'dubbing_claim',
  uniques: [{ properties: ['works', 'role'] }],
  properties: {
    ...numbered,
    works: () => p.manyToOne(Works).ref().deleteRule('cascade'),
    role: () => p.manyToOne(VideoRole).ref().deleteRule('cascade'),
    user: () => p.manyToOne(User).ref().deleteRule('cascade'),
  },
});

/** Who speaks a role in a works; one person a role, as many roles a person as there are. */
export class RoleClaim extends RoleClaimSchema.class {}
RoleClaimSchema.setClass(RoleClaim);
