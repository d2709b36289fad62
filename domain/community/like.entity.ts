import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { Album } from '#domain/albums/album.entity.ts';
import { Comment } from './comment.entity.ts';
import { Post } from './post.entity.ts';

const LikeSchema = defineEntity({
  name: 'Like',
  tableName: 'liking', // "like" is a word of SQL
  // One for each person and thing, whoever asks twice at once; they also count fast.
  uniques: [{ properties: ['post', 'user'] }, { properties: ['comment', 'user'] }, { properties: ['album', 'user'] }],
  checks: [{ expression: 'num_nonnulls(post_id, comment_id, album_id) = 1' }],
  properties: {
    id: p.bigint().primary().autoincrement(),
    createdAt: p.datetime().onCreate(() => new Date()),
    user: () => p.manyToOne(User).ref().deleteRule('cascade').index(),
    post: () => p.manyToOne(Post).ref().nullable().deleteRule('cascade'),
    comment: () => p.manyToOne(Comment).ref().nullable().deleteRule('cascade'),
    album: () => p.manyToOne(Album).ref().nullable().deleteRule('cascade'),
  },
});

/** Somebody likes exactly one thing. */
export class Like extends LikeSchema.class {}
LikeSchema.setClass(Like);
