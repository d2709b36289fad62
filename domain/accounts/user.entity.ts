import { randomUUID } from 'node:crypto';
import { defineEntity, p } from '@mikro-orm/core';
import { realms, roles, type Actor } from '#domain/shared/actor.ts';
import { numbered } from '#domain/shared/columns.ts';

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'account',
  uniques: [{ properties: ['realm', 'uname'] }, { properties: ['realm', 'phone'] }, { properties: ['realm', 'email'] }],
  properties: {
    ...numbered,
    uuid: p
      .uuid()
      .unique()
      .onCreate(() => randomUUID()),
    realm: p.enum(realms),
    uname: p.string().length(30).nullable(),
    phone: p.string().length(20).nullable(),
    email: p.string().length(254).nullable(),
    passwordHash: p.text().hidden(),
    roles: p.enum(roles).array().default([]),
    type: p.string().length(20).default('Visitor'),
    musicianType: p.string().length(20).nullable(),
    /** Since when operators recommend the musician. */
    starredAt: p.datetime().nullable(),
    name: p.string().length(64).default(''),
    gender: p.smallint().default(0),
    intro: p.text().default(''),
    /** Since when nobody may log in to it. */
    disabledAt: p.datetime().nullable(),
    avatar: p.string().length(500).default(''),
    location: p.json<unknown>().onCreate(() => ({})),
  },
});

/** A person of one realm; the same person at another face is another account. */
export class User extends UserSchema.class {
  /** The account as the one who asks. */
  asActor(): Actor {
    return {
      id: this.id,
      uuid: this.uuid,
      realm: this.realm,
      roles: this.roles,
      isMusician: this.realm === 'vfine' && this.type === 'MUSICIAN',
    };
  }
}
UserSchema.setClass(User);
