import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { numbered } from '#domain/shared/columns.ts';

const PostSchema = defineEntity({
  name: 'Post',
  properties: {
    ...numbered,
    author: () => p.manyToOne(User).ref().deleteRule('cascade').index(),
    title: p.string().length(200),
    /** What kind of post it is, as the apps number them; we only keep it. */
    type: p.integer(),
    text: p.text(),
  },
});

/** Something that somebody published in the forum. Its comments and all likes go with it. */
export class Post extends PostSchema.class {}
PostSchema.setClass(Post);
