import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';

const FollowSchema = defineEntity({
  name: 'Follow',
  uniques: [{ properties: ['follower', 'followed'] }], // one for each pair, whoever asks twice at once
  checks: [{ expression: 'follower_id <> followed_id' }],
  properties: {
    id: p.bigint().primary().autoincrement(),
    createdAt: p.datetime().onCreate(() => new Date()),
    follower: () => p.manyToOne(User).ref().deleteRule('cascade'),
    followed: () => p.manyToOne(User).ref().deleteRule('cascade').index(),
  },
});

/** Somebody follows somebody else. */
export class Follow extends FollowSchema.class {}
FollowSchema.setClass(Follow);
