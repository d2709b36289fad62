import { defineEntity, p } from '@mikro-orm/core';
import { numbered } from '#domain/shared/columns.ts';
import { realms } from '#domain/shared/actor.ts';
import { User } from './user.entity.ts';

const GroupSchema = defineEntity({
  name: 'Group',
  tableName: 'account_group',
  uniques: [{ properties: ['realm', 'name'] }],
  properties: {
    ...numbered,
    realm: p.enum(realms),
    name: p.string().length(64),
    members: () => p.manyToMany(User),
  },
});

/** People of a face under one name; members of a group that is called as a role have that role. */
export class Group extends GroupSchema.class {}
GroupSchema.setClass(Group);
