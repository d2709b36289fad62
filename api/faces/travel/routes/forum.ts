import { z } from 'zod';
import type { EntityManager } from '@mikro-orm/core';
import type { Links } from '#api/kernel/links.ts';
import { findComments } from '#domain/community/comments.ts';
import { countLikes, like } from '#domain/community/likes.ts';
import {
  countPosts,
  deletePost,
  editPost,
  findPost,
  findPosts,
  holdPost,
  publishPost,
} from '#domain/community/posts.ts';
import { travel } from '../face.ts';
import { PageNumber, PostId, textOf, Whole } from '../inputs.ts';
import { PostAbstractView, PostView, presentAbstract, presentPost } from '../presenters/community.ts';
import { done, got } from '../words.ts';

const perPage = 10;
const Written = z.object({ title: textOf(200), text: textOf(20_000) });

async function onePage(em: EntityManager, page: number, link: Links['link']) {
  const posts = await findPosts(em, { offset: (page - 1) * perPage, limit: perPage });
  const likes = await countLikes(em, 'post', posts);
  return posts.map((post) => presentAbstract(post, likes, link));
}

export const forumRoutes = [
  travel.route('GET /forum/', {
    summary: 'How many posts there are, and the newest ten',
    auth: 'none',
    output: z.object({ post_num: z.int(), new_posts: z.array(PostAbstractView) }),
    words: got,
    handler: async ({ em, link }) => ({ post_num: await countPosts(em), new_posts: await onePage(em, 1, link) }),
  }),

  travel.route('GET /forum/page/:page_num', {
    summary: 'Ten posts, newest first; pages count from 1',
    auth: 'none',
    input: { params: PageNumber },
    output: z.array(PostAbstractView),
    words: got,
    handler: ({ em, params, link }) => onePage(em, params.page_num, link),
  }),

  travel.route('GET /forum/post/:pid', {
    summary: 'One post in full, with all its comments',
    auth: 'none',
    input: { params: PostId },
    output: PostView,
    words: got,
    async handler({ em, params, link }) {
      const post = await findPost(em, params.pid);
      const comments = await findComments(em, { post: post.id });
      const likes = { post: await countLikes(em, 'post', [post]), comments: await countLikes(em, 'comment', comments) };
      return presentPost(post, likes, comments, link);
    },
  }),

  travel.route('POST /forum/post/new', {
    summary: 'Publish a post',
    description: 'A title of at most 200 characters, a text of at most 20,000, a type from 0.',
    auth: 'user',
    rate: 'write',
    input: { body: Written.extend({ type: Whole.pipe(z.int().min(0)) }) },
    output: z.object({ post_id: z.int() }),
    words: done,
    handler: async ({ em, actor, body }) => ({ post_id: await publishPost(em, actor.id, body) }),
  }),

  travel.route('POST /forum/post/:pid/edit', {
    summary: 'Give an own post another title and text',
    auth: 'user',
    input: { params: PostId, body: Written },
    output: z.null(),
    words: done,
    refusals: { no_such_post: '参数无效' },
    async handler({ em, actor, params, body }) {
      await editPost(em, actor.id, params.pid, body);
      return null;
    },
  }),

  travel.route('GET /forum/post/:pid/delete', {
    summary: 'Delete an own post with its comments and likes',
    auth: 'user',
    changes: true,
    input: { params: PostId },
    output: z.null(),
    words: done,
    async handler({ em, actor, params }) {
      await deletePost(em, params.pid, actor.id);
      return null;
    },
  }),

  travel.route('GET /forum/post/:pid/like', {
    summary: 'Like a post, once for ever',
    auth: 'user',
    changes: true,
    input: { params: PostId },
    output: z.object({ like_num: z.int() }),
    words: done,
    async handler({ em, actor, params }) {
      const { id } = await holdPost(em, params.pid);
      return { like_num: await like(em, actor.id, { post: id }) };
    },
  }),
];
