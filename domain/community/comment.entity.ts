import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { Album } from '#domain/albums/album.entity.ts';
import { numbered } from '#domain/shared/columns.ts';
import { Post } from './post.entity.ts';

const CommentSchema = defineEntity({
  name: 'Comment',
  checks: [{ expression: 'num_nonnulls(post_id, album_id) = 1' }],
  properties: {
    ...numbered,
    author: () => p.manyToOne(User).ref().deleteRule('cascade').index(),
    text: p.text(),
    post: () => p.manyToOne(Post).ref().nullable().deleteRule('cascade').index(),
    album: () => p.manyToOne(Album).ref().nullable().deleteRule('cascade').index(),
  },
});

/** What somebody said about exactly one thing; its likes go with it. */
export class Comment extends CommentSchema.class {}
CommentSchema.setClass(Comment);
