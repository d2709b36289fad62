import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { numbered } from '#domain/shared/columns.ts';
import { Post } from './post.entity.ts';

const CommentSchema = defineEntity({
  name: 'Comment',
  properties: {
    ...numbered,
    author: () => p.manyToOne(User).ref().deleteRule('cascade').index(),
    text: p.text(),
    post: () => p.manyToOne(Post).ref().deleteRule('cascade').index(),
  },
});

/** What somebody said about a thing; its likes go with it. */
export class Comment extends CommentSchema.class {}
CommentSchema.setClass(Comment);
